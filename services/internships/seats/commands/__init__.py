"""Commands of seats."""
