"""Rules of an edition, and of the indicators it tells."""
