"""Rules and states of roster files."""
