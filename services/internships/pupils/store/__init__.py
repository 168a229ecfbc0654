"""What is kept of pupils."""
