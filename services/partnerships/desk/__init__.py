"""The desk of the registry: parts of the home page made of several features; nobody knows it."""
