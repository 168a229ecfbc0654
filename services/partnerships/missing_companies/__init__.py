"""Companies that were told of and that the registry no longer has: an older copy of it was put back."""
