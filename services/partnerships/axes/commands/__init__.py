"""What users do with axes, a command in each file."""
