"""Logs, traces and metrics (observabilité): what an operator reads, free of personal data."""
