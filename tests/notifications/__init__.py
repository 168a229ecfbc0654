"""The mail queue: one mail per recipient, cause and template."""
