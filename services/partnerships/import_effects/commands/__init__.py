"""What users do with import effects, a command in each file."""
