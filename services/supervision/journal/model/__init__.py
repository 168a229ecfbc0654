"""Sentences of the journal, and what is left out for readers outside the DSDEN."""
