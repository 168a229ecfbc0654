"""Pages of referents."""
