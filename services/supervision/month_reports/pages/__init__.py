"""Pages of the months, of their text and of what was sent."""
