"""Commands of the news, from a proposal to its erasure."""
