"""Calls (appels): an exchange noted from a list or from the week, in a few taps."""
