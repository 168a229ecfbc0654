"""What users do with duplicates, a command in each file."""
