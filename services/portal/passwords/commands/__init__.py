"""Commands of a password: chosen, changed, and what each ends."""
