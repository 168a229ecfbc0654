"""Kinds of notices (natures d’avis): what each says, to whom it is told by default, and how fast."""
