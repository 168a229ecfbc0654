"""A running service: what it holds, and where requests find it."""
