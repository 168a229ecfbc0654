"""Commitments of companies: declarations of regulated work (dérogations) and pledges of the tax (promesses de taxe d’apprentissage)."""
