"""Rules and states of import cells: pure."""
