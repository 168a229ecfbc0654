"""Sending what is due: every replica of the service does it, on the queue they share."""
