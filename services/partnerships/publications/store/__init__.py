"""What is written of publications, and taken to be changed."""
