"""Partnerships (partenariats): from stage to stage, with their agreement."""
