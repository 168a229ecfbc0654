"""Statements compared with the facts told before each."""
