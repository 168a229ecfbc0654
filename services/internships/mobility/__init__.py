"""Mobility aids (aides à la mobilité)."""
