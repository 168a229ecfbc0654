"""Rules and states of approaches."""
