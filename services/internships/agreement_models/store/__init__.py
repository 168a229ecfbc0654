"""What is kept of agreement models."""
