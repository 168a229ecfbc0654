"""What a lycée sees of its mails, and which ones are kept about something."""
