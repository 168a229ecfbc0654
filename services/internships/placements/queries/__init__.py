"""Queries of placements."""
