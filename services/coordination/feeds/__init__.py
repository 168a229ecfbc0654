"""Feeds of the news (abonnements): personal links a feed reader opens without a session."""
