"""Visits of teachers to hosts (visites prévues): planned, moved, called off, and closed once they are noted."""
