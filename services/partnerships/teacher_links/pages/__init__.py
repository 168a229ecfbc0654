"""Pages of teacher links."""
