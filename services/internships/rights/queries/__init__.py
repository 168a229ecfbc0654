"""Queries of rights."""
