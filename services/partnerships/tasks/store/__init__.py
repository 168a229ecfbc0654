"""What is written of tasks, and taken to be changed."""
