"""Rules and states of drop box: pure."""
