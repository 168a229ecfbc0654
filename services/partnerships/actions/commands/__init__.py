"""What users do with actions, a command in each file."""
