"""Accounts and lycées from the command line."""
