"""Files of actors (fichiers de l’annuaire): taken away as lists, brought back with a preview, and taken back."""
