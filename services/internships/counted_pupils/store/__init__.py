"""What is kept of counted pupils."""
