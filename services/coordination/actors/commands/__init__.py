"""Commands of the directory: the supervisor alone gives them."""
