"""Rules and states of import rows: pure."""
