"""Actors of the network (acteurs du réseau): how often bureaux and the supervisor speak with each, and who did last."""
