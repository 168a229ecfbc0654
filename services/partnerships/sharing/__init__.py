"""Shared contacts (contacts partagés) and objections (oppositions) of people."""
