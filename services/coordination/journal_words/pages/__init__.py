"""Pages of words of the DSDEN: the list, one with its answer, and the form about a line of the journal."""
