"""What is written of recipients, and taken to be changed."""
