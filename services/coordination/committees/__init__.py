"""Committees of the network (comités): CLEE, boards, steering committees, and who sits there."""
