"""Commands of a reader: added, extended, revoked."""
