"""What the portal tells of lycées and accounts, and answers."""

HEARS_BUREAUX = True  # that somebody was erased: the demonstration’s mailbox forgets too
RUN_BY_LYCEES = True
