"""What is written of needs, and what is told of it."""
