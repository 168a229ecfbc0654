"""What users do with sharing, a command in each file."""
