"""Moves of offer files (dossiers de l’offre): where each file was on which day, as the DSDEN told it."""
