"""Pages of the home, and what the header of any page asks."""
