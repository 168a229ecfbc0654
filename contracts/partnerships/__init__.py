"""What the partnership registry tells, and answers."""

HEARS_BUREAUX = True
RUN_BY_LYCEES = True
