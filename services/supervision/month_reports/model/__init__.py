"""Rules of a report: its text, what was sent, and what is known otherwise since."""
