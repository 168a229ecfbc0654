"""Contents of mails (contenus): what their owners answer, and how a mail is declared."""
