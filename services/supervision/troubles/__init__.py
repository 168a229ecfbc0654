"""Troubles (anomalies) of what is heard of a lycée: a silence, totals that differ, from when until when."""
