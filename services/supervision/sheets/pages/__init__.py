"""Pages of the sheets and of their records."""
