"""Tables of periods."""
