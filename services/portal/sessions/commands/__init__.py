"""Commands of a session: its end."""
