"""Rules and states of pressure: pure."""
