"""Agreements of confirmed placements (conventions), and their amendments."""
