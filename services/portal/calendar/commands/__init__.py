"""Commands of a calendar’s address: made anew, revoked."""
