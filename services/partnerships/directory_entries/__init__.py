"""Entries of the public directory (fiches du registre public) beside our own: what differs, what is taken, what is closed."""
