"""Rules of the letters to hosts."""
