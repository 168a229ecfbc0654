"""Lists that tell of pupils (listes d’élèves): recognised, and of whom nothing is kept."""
