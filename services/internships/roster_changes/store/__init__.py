"""What is kept of roster changes."""
