"""The outbox: what the journal holds is published on the bus, in order, and marked."""
