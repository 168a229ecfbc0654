"""What is written of pressure, and taken to be changed."""
