"""Endpoints (destinations): programs outside that a lycée has its facts sent to, and what became of each."""
