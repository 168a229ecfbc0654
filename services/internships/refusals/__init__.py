"""Refusals of hosts (refus), counted and told once a night."""
