"""What users do with renewals, a command in each file."""
