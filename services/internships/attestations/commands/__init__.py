"""Commands of attestations."""
