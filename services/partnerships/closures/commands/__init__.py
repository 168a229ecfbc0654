"""What users do with closures, a command in each file."""
