"""Words of the DSDEN (mots de la DSDEN): what the supervisor says of a line of the journal to its lycée, and its answer."""
