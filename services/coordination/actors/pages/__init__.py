"""Pages of the directory: the list, and the form of an entry."""
