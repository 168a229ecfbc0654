"""What indicators are measured on, as it is read."""
