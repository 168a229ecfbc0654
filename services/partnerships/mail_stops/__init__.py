"""Addresses that want no mail (refus de courriels), of any lycée."""
