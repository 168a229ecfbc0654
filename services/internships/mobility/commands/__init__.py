"""Commands of mobility."""
