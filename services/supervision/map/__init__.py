"""Map (carte) of the department: companies, partnerships and hosts by commune."""
