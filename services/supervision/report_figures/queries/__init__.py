"""What reports are measured on, as it is read."""
