"""What users do with tasks, a command in each file."""
