"""What the notification service tells of mails, and answers."""

HEARS_BUREAUX = True
RUN_BY_LYCEES = True
