"""Seats at sites (places d’accueil du jour), tallied by week and told once a night."""
