"""Rules and states of mobility."""
