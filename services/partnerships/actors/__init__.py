"""Exchanges with actors of the network (acteurs du réseau), who are no companies."""
