"""Pages of agreement prints."""
