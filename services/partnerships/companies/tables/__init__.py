"""Tables of companies."""
