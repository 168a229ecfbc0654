"""Commands of an endpoint: added, changed, paused, tried, removed, its deliveries sent again."""
