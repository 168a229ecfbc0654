"""Rosters (listes d’élèves): previewed, settled by a human, then imported in one transaction."""
