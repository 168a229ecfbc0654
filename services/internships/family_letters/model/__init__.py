"""Rules of the letters to families."""
