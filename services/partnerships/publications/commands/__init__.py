"""What users do with publications, a command in each file."""
