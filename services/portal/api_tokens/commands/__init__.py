"""Commands of a token: made and revoked by its owner."""
