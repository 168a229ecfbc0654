"""Hosting capacities (places d’accueil): what a site offers, for which months and formation, and what is left."""
