"""Mails (courriels): the queue of what is written to whom, each of the lycée it speaks for."""
