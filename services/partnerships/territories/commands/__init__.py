"""What users do with territories, a command in each file."""
