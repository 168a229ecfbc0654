"""Acquaintances (qui connaît cette entreprise): which lycées know a company, since when and by what; nobody by name."""
