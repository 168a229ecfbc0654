"""What people do, across services, as they do it."""
