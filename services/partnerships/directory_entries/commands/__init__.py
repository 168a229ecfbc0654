"""What users do with directory entries, a command in each file."""
