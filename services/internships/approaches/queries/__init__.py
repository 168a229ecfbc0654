"""Queries of approaches."""
