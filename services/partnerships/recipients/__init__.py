"""Recipients (destinataires): whom a mail to many goes to at each company, or why to nobody."""
