"""Formations of a lycée (formations), and the classes that follow them."""
