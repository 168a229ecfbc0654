"""What is written of places, and taken to be changed."""
