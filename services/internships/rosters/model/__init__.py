"""Rules and states of rosters."""
