"""What users do with company views, a command in each file."""
