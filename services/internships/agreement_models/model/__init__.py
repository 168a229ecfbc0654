"""Rules and states of agreement models."""
