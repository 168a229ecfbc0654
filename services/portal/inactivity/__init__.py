"""Inactivity (comptes inutilisés): who is told that an account nobody uses will be erased, and when it is."""
