"""What tests stand on: real servers of their own, and ways to wait for a condition."""
