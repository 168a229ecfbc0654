"""Lists imported from the command line, by the use cases of the pages."""
