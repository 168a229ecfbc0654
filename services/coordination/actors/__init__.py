"""Actors of the network (annuaire du réseau): organisations, and how they are reached."""
