"""What is written of host pages, and taken to be changed."""
