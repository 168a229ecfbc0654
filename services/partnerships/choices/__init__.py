"""Companies chosen from a list (entreprises choisies), to be changed or written to at once."""
