"""Connections (mes connexions): where an account is signed in, and ending that."""
