"""What users do with invitations, a command in each file."""
