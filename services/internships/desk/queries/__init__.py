"""Queries of the desk: the board of coming periods, and the first steps of a year."""
