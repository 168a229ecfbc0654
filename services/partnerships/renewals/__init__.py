"""Renewals of agreements (renouvellements): which run out, and when they are spoken of."""
