"""Cards that are one company, and names everybody may read."""
