"""The gateway: one origin for services that run apart."""
