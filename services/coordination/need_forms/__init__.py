"""The public form of needs (formulaire public): a company tells one without an account, and no robot fills the list."""
