"""Pages of files of actors: lists that are taken away, and one that is brought."""
