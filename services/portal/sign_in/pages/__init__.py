"""Pages of the way in and out."""
