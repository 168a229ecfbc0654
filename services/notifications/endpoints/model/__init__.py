"""Rules of an endpoint: its address, its events, its signature, its answers."""
