"""Rules and states of import pupils: pure."""
