"""Hand-overs (passations): from a day on a successor holds what a leaver held in a lycée."""
