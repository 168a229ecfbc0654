"""Rows of an imported list (lignes): companies, sites, people and remarks, read cell by cell."""
