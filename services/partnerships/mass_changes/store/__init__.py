"""What is written of mass changes, and taken to be changed."""
