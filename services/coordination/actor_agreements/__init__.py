"""Agreements with actors (conventions avec les acteurs): what was signed, by whom, until when, and what ends soon."""
