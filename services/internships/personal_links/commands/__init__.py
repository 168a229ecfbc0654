"""Commands of personal links."""
