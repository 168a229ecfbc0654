"""What is written of companies, and taken to be changed."""
