"""Accounts (comptes): who somebody is, their password, and the roles granted to them."""
