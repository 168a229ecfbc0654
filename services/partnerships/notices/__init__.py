"""Notices (avis): what waits for a bureau to look at it, when it is reminded, and what is said of it."""
