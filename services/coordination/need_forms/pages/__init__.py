"""The public form, and what is said once it was sent."""
