"""Rules and states of activities: pure."""
