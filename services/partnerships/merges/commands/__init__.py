"""What users do with merges, a command in each file."""
