"""Rules and states of needs: pure."""
