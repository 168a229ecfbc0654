"""Declared figures (chiffres déclarés): what a lycée that publishes none told the supervisor, never in a total."""
