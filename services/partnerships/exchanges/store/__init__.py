"""What is written of exchanges, and taken to be changed."""
