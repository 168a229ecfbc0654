"""What is read for the notices of the registry."""
