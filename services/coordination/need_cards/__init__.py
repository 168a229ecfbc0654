"""Cards of needs (fiches de besoins): what one asks, who has it, and what may be done about it."""
