"""A report: its figures, and the words of its period."""
