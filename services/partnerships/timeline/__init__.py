"""The timeline of a company (fil): what a lycée did with it by day; each feature declares its entries."""
