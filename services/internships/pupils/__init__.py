"""Pupils of a school year (élèves): the only place of their names."""
