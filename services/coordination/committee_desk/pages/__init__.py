"""Pages of committees, and of their meetings."""
