"""The animation of the network: its actors and news, committees, needs, big accounts, campaigns, practices, the training offer."""
