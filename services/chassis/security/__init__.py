"""Secrets (sécurité): credentials of services, sessions, links and codes given to people, sandboxed processes."""
