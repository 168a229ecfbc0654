"""Rules and states of participations."""
