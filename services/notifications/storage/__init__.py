"""The tables of the mail queue, and the collections over them."""
