"""The rules of a file of the training offer: what may become of it, and what it is about."""
