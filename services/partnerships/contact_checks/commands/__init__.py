"""What users do with contact checks, a command in each file."""
