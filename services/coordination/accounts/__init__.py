"""Big accounts (grands comptes): what bureaux ask about a company several lycées want, what each says, and what is told of it."""
