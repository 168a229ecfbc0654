"""Pages of roster files."""
