"""Totals of the registry (totaux), counted for the department."""
