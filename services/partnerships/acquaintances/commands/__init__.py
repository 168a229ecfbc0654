"""What users do with acquaintances, a command in each file."""
