"""Rules and states of import columns: pure."""
