"""What is written of commitments, and taken to be changed."""
