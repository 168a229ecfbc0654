"""What the partnership registry tells, and answers."""
