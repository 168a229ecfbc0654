"""The timeline of a company (fil): what a lycée did with it, of several features, by day."""
