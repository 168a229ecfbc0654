"""What users do with contacts, a command in each file."""
