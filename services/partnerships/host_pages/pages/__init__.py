"""Pages of host pages."""
