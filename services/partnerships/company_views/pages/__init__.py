"""Pages of company views."""
