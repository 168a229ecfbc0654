"""Week (point de la semaine): what moved, who is silent, what is coming."""
