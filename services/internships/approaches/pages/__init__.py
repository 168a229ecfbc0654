"""Pages of approaches."""
