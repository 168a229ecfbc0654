"""Commands of the mailbox: a mail is kept, all are forgotten."""
