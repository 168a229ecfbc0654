"""Partnerships (partenariats) of each lycée, and what companies declared and pledged."""
