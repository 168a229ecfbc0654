"""Commands of ruptures."""
