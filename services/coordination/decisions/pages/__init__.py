"""Pages of decisions, and their part of the home page."""
