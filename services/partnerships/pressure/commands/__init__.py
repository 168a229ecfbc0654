"""What users do with pressure, a command in each file."""
