"""Requests: what may be asked, by whom, how often, and what is kept of it."""
