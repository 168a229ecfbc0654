"""Pages of import desk."""
