"""Choices (réglages des avis): how each person wants to hear of each kind of notice."""
