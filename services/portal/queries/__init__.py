"""What pages, answers and other features read."""
