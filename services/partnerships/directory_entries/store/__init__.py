"""What is written of directory entries, and taken to be changed."""
