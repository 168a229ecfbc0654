"""What pages and an operator are shown of the mail queue."""
