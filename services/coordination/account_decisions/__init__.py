"""Arbitrations (arbitrages): what the supervisor decides of a big account, takes back, and what begins on a day."""
