"""What is kept of rules."""
