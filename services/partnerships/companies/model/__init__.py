"""Rules and states of companies: pure."""
