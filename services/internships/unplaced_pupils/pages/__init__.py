"""Pages of unplaced pupils."""
