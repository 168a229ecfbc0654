"""Documents (documents joints) kept beside partnerships and actions."""
