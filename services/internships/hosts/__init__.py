"""Hosts (lieux d’accueil): companies and sites copied from the registry, and what is to be known before a pupil is placed there."""
