"""Rules of returns: pure."""
