"""Withdrawals of placements (retraits), and confirmations taken back."""
