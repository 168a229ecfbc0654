"""Classes in a period (classe en PFMP): all of one in a table."""
