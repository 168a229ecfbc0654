"""Desk of a referent teacher (page de suivi), opened by a personal link, or signed in."""
