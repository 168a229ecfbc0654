"""Matrix (tableau de couverture): coverage by lycée and month, one PFMP moment by moment, and its files."""
