"""Rules and states of pupils."""
