"""What is kept of agreement prints."""
