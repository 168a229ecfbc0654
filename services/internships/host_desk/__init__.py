"""Desk of who hosts a pupil (espace d’accueil), opened by a personal link about the stay."""
