"""The queue, and the letters of mailings in it."""
