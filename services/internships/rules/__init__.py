"""Rules of placements (règles), and what they say of one stay."""
