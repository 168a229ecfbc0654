"""What users do with totals, a command in each file."""
