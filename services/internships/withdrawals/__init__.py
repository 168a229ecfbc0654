"""Withdrawals taken back (retraits annulés), and confirmations taken back; withdrawing itself is in `placements`."""
