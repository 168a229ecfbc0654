"""Commands of approaches."""
