"""Pages of pressure."""
