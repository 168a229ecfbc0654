"""Queries of given links."""
