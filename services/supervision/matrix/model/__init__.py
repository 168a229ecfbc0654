"""Rules of the matrix, and of the moments coverage is looked at again."""
