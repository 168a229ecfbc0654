"""What users do with imports, a command in each file."""
