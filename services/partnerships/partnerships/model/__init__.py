"""Rules and states of partnerships: pure."""
