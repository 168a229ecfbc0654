"""Rules and states of commitments: pure."""
