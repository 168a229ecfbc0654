"""Pages of the list of needs, and the list as files."""
