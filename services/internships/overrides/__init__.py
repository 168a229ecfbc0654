"""Overrides of rules (règles passées outre), for one place."""
