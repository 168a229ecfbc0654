"""What users do with exchanges, a command in each file."""
