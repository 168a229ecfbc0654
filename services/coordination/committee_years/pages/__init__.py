"""Pages of a year of a committee, and its files."""
