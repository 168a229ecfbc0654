"""Rules about companies, exchanges and imported rows."""
