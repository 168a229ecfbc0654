"""What is written of erasure, and taken to be changed."""
