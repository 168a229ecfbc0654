"""Commands of a sign-in: begun by a password or a code, which leads to a session or to a second half."""
