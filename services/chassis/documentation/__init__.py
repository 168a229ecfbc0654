"""The API of each service, told to people who write programs: a document for tools, a page to read."""
