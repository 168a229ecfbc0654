"""What the department was told last, brought in line with the registry after a backup was put back alone."""
