"""The unit of work: one transaction, its journal, commands done once, scheduled jobs, parked events."""
