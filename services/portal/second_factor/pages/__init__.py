"""Pages of a second factor: those of an account, and those of a sign-in half done."""
