"""Commands of who holds the link of a need."""
