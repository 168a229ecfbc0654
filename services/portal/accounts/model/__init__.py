"""Rules of an account: its mail, its name, its password."""
