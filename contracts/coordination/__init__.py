"""What the animation of the network tells of itself."""

HEARS_BUREAUX = True
