"""What users do with sites, a command in each file."""
