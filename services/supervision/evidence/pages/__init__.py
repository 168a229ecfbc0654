"""The pages of the evidence of a formation, and its files."""
