"""Pages of given links."""
