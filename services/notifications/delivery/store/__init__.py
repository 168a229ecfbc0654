"""Leases of mails over all lycées: taken, renewed, given back."""
