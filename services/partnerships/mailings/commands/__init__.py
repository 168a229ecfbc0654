"""What users do with mailings, a command in each file."""
