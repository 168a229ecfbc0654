"""What is written of imports, and taken to be changed."""
