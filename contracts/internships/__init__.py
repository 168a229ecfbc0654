"""What the internship tracker tells, and answers."""

HEARS_BUREAUX = True
RUN_BY_LYCEES = True
