"""Acquaintances (connaissances): which lycée knows which site, since when, and its first meeting with a company."""
