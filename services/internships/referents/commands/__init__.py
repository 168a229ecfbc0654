"""Commands of referents."""
