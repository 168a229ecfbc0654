"""Pages of contact checks."""
