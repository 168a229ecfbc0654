"""What is written of company words, and taken to be changed."""
