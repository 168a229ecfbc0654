"""What users do with pauses, a command in each file."""
