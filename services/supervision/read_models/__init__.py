"""Read models (modèles de lecture): the fold of every event of the department into the tables of all features."""
