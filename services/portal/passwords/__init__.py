"""Passwords (mots de passe): chosen by the link of a letter, changed by who knows the one before."""
