"""Addresses that want no mail (refus de courriels), of any lycée, or that none reaches (adresses en échec)."""
