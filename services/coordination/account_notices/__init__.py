"""Notices of big accounts (avis): what the supervisor and the bureaux concerned read of one, whenever it is read."""
