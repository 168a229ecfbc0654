"""What supervision tells of the department, and answers: days and counts, nobody's name."""
