"""What may be done to actors, news and feeds."""
