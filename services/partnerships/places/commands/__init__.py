"""What users do with places, a command in each file."""
