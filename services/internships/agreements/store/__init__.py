"""What is kept of agreements."""
