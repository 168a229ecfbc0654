"""What is kept of referents."""
