"""Cards of actors (fiches d’acteurs): who it is, whom to call, for what, when one last spoke, what is signed."""
