"""Answers: pages and commands, from the transaction they run in to what is shown."""
