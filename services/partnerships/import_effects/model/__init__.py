"""Rules and states of import effects: pure."""
