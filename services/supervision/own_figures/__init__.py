"""Own figures (nos chiffres): a bureau’s own indicators with their trend, and its activity report of a period."""
