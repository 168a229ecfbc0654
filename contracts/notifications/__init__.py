"""What the notification service tells of mails, and answers."""
