"""Axes of the Parcours Avenir (axes): each lycée’s own list, which actions are ordered by."""
