"""Queries of notices: each one statement for all that are asked about."""
