"""Commands of one’s own connections: one is closed, or all."""
