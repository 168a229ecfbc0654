"""Tables of hosts."""
