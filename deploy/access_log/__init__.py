"""The access log outside the databases: lines that are only added, each holding the hash of those before."""
