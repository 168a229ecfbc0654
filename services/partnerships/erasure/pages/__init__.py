"""Pages of erasure."""
