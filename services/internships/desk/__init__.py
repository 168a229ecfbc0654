"""The desk of the internship tracker: parts of the home page made of several features; nobody knows it."""
