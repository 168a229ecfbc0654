"""Mails to staff (courriels aux personnels): what each of them says, asked when it leaves."""
