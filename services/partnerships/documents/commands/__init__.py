"""What users do with documents, a command in each file."""
