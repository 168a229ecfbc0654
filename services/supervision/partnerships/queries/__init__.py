"""Counts of partnerships, declarations and pledges, lycée by lycée."""
