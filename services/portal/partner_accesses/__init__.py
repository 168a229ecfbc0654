"""Accesses of partners (accès de partenaires): opened by the supervisor for a person the directory notes, closed with it."""
