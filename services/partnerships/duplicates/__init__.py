"""Duplicates (doublons): cards that may be one company’s, told apart or shown before one more is registered."""
