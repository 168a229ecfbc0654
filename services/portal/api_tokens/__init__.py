"""Tokens of programs (jetons d’accès): what an account lets a program read or do."""
