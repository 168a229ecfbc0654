"""The animation of the network: its actors and news, committees, companies’ needs, campaigns."""
