"""What users do with drop box, a command in each file."""
