"""Commands of a report: its text is written, it is kept as it is sent."""
