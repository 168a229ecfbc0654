"""Yearly objectives (objectifs annuels): of a bureau or of the department, on an indicator, set by the supervisor."""
