"""Commands of roster files."""
