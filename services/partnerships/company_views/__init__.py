"""Saved views of the list of companies (vues enregistrées), on the list and on the map."""
