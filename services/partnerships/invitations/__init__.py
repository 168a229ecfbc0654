"""Invitations (invitations): companies asked to an action, and what they answered."""
