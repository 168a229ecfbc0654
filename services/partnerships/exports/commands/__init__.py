"""What users do with exports, a command in each file."""
