"""What users do with company notes, a command in each file."""
