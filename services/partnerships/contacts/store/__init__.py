"""What is written of contacts, and taken to be changed."""
