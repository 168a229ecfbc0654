"""Indicators (indicateurs) of the department: one figure asked of every lycée, with what it counts."""
