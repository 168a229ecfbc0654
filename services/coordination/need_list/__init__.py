"""The list of needs (liste des besoins): what waits for whom, found, filtered and taken away."""
