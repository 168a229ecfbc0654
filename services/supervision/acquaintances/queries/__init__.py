"""Companies that were sought, and what ties lycées to them."""
