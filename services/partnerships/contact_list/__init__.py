"""The list of contacts (liste des contacts) of a lycée."""
