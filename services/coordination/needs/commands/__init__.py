"""Commands of needs, a file for each hand they pass through."""
