"""Pages of the matrix and of one period, and their files."""
