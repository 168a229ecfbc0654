"""Rules of the public form: tickets, work, doubts; pure."""
