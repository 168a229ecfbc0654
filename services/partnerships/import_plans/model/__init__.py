"""Rules and states of import plans: pure."""
