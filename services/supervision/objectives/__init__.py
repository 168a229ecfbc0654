"""Objectives (objectifs de l’année): what is aimed at, of a lycée or of the department, beside the figure it is about."""
