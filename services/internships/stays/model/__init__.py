"""Rules and states of stays."""
