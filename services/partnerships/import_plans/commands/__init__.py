"""What users do with import plans, a command in each file."""
