"""The home with its essentials and summaries, the lycées, and one lycée."""
