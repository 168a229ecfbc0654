"""Balances of needs (bilans): of a school year, what came, how fast somebody took it, what came of it."""
