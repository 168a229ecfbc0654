"""Queries of coverage."""
