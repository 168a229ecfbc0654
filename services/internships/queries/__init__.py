"""What the pages and the API show. Pupils' names are read here and nowhere else."""
