"""Files people bring: the tables in them, read in a process of its own."""
