"""What users do with partnerships, a command in each file."""
