"""Lycées (établissements) of the department that are open in this installation."""
