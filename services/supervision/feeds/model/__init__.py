"""Formats of feeds, and coverage as they tell it."""
