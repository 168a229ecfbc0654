"""Rules of a report: its coverage, its text, and what is known otherwise since."""
