"""Models of the agreement (modèles de convention): the lycée’s own texts."""
