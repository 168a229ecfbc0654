"""Rules and states of tasks: pure."""
