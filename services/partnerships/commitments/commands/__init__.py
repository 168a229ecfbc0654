"""What users do with commitments, a command in each file."""
