"""Rules of accounts and sessions, pure."""
