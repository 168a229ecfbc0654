"""The list of mails, one mail, and to whom it goes."""
