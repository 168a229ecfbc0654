"""The interface for programs (API) of the registry."""
