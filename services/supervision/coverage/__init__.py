"""Coverage (couverture des PFMP): pupils who need a place and who have one, per lycée, formation and period."""
