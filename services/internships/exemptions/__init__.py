"""Exemptions of pupils from a period (dispenses)."""
