"""Kinds of notices and their rhythms: pure."""
