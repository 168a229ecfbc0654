"""What is written of merges, and taken to be changed."""
