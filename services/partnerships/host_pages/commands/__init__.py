"""What users do with host pages, a command in each file."""
