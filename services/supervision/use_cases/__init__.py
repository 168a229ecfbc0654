"""What the supervisor decides; the figures themselves are only folded."""
