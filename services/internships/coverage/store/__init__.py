"""What is kept of coverage."""
