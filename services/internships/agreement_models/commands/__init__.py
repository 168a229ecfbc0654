"""Commands of agreement models."""
