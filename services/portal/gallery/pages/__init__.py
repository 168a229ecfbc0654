"""The page of the gallery, and what its drawings show."""
