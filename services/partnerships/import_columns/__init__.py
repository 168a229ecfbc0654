"""Columns of an imported list (colonnes): what each heading is taken for."""
