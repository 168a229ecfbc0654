"""Approaches of hosts for a pupil (démarches), with their answers."""
