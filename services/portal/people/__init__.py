"""People (comptes du lycée): who has an account in a lycée, with what it opens, and closing it."""
