"""Questions to the owners of what a mail tells, and the mail drawn from their answers."""
