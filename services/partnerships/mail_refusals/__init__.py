"""Refusals of mails (refus de courriels): by the link in a mail, for all lycées at once, and taken back."""
