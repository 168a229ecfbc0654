"""What is written of import effects, and taken to be changed."""
