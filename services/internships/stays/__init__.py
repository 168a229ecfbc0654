"""Stays of pupils at hosts (séjours): states, days, and what is kept of each placement."""
