"""What is written of mailings, and taken to be changed."""
