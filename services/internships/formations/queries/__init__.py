"""Queries of formations."""
