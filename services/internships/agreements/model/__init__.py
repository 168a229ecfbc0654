"""Rules and states of agreements."""
