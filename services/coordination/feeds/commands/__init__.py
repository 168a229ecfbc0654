"""Commands of a subscription: opened and closed by its owner."""
