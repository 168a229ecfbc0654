"""The application of a service: put together, started, stopped; it knows all the rooms below."""
