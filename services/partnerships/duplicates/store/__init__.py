"""What is written of duplicates, and taken to be changed."""
