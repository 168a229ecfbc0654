"""Imports (reprises de listes): a list brought, previewed, answered and corrected line by line."""
