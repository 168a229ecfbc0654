"""Exchanges of the supervisor with actors (échanges de la supervision): what was said, with whom, and what comes next."""
