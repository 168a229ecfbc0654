"""Rules and states of hosts."""
