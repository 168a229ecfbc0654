"""Mails that come in (courriels reçus): an SMTP server the organisation’s own hands them to."""
