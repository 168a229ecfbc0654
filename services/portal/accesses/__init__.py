"""Accesses (accès): one role, held by one account in one lycée or the department, from a day to a day."""
