"""Counts of actions, refusals and aids, lycée by lycée."""
