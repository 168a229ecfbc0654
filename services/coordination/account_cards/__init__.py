"""Cards of big accounts (fiches de grands comptes): what is asked, both words, what is known, what was decided."""
