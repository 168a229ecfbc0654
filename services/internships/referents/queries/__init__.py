"""Queries of referents."""
