"""Tables of contacts."""
