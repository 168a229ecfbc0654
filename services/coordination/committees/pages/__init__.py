"""Pages of committees: their forms, those of members, and the page that stops mails."""
