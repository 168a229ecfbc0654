"""What the department was told last, brought in line with the tables after a backup was put back alone."""
