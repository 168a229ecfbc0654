"""Attempts (essais): how many failures are borne before the next one waits."""
