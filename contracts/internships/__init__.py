"""What the internship tracker tells, and answers."""
