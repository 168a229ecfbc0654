"""The animation of the network: its actors and news, committees, needs, campaigns, practices, the training offer."""
