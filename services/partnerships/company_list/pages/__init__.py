"""Pages of company list."""
