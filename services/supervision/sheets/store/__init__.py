"""The sheets, and what was kept of them."""
