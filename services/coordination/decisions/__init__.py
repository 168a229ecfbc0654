"""Decisions of committees (décisions): who carries each out, by when, and what became of it."""
