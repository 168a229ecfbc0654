"""Notes on companies (notes): what a lycée keeps of one, of no exchange and no day."""
