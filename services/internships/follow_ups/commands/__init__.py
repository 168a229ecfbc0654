"""Commands of follow ups."""
