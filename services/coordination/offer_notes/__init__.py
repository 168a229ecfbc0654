"""Notes for a working group (notes pour un groupe de travail): a sheet of paper for each file."""
