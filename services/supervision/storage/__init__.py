"""The tables of the read models, and how folded rows are written into them."""
