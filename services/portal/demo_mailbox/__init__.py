"""Mailbox of the demonstration (courriels de la démonstration): mails taken here and sent to nobody."""
