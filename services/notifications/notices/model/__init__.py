"""Rules of notices: what is told to whom by default, how fast, and what each reads."""
