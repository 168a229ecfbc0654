"""Tables of stays."""
