"""Outgoing deliveries (envois vers l’extérieur): from the bus to endpoints, in order, one process at a time to each."""
