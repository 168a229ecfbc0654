"""Tasks of the supervisor (tâches de la supervision): what she promised herself to do, by which day, and about what."""
