"""Rules and states of formations."""
