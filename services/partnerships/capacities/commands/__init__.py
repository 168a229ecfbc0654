"""What users do with capacities, a command in each file."""
