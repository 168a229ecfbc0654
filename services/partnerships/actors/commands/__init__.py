"""What users do with actors, a command in each file."""
