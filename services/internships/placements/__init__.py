"""Placements (lieux d’accueil d’un élève): proposed and confirmed, with their tutor and days."""
