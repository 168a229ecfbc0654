"""Pages of accesses, and what a person is chosen from."""
