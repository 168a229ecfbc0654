"""What users do with mass changes, a command in each file."""
