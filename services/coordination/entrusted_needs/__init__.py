"""Needs of a partner (besoins confiés): what its actor has, read and answered with an account."""
