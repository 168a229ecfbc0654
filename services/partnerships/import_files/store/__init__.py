"""What is written of import files, and taken to be changed."""
