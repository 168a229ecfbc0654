"""What users do with erasure, a command in each file."""
