"""Merges (fusions): two cards become one, with everything attached to them, and two again."""
