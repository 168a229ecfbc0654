"""What is kept of stays."""
