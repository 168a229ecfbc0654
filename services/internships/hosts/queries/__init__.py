"""Queries of hosts."""
