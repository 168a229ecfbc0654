"""Accounts of actors (comptes d’accès): which partner with an account answers for which actor."""
