"""What is folded from events, and how it is said in French. Pure."""
