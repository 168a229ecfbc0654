"""Rules and states of exchanges: pure."""
