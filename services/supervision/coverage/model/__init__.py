"""Rules of coverage: silence is not zero, and bars beside one another."""
