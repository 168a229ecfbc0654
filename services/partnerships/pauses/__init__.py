"""Pauses of sites (pauses): a lycée asks to be contacted before anybody is placed there."""
