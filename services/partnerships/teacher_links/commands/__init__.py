"""What users do with teacher links, a command in each file."""
