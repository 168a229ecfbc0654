"""Rests (repos): when people are not written to about what may wait."""
