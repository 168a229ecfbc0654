"""`passerelle up`: PostgreSQL, NATS and every service on one machine, started and stopped in order."""
