"""NATS as a service uses it: the connection, durables, marks of streams, envelopes of what arrives."""
