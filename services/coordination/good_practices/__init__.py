"""Good practices (bonnes pratiques): what worked in a bureau, said to the others, commented, taken up, pinned."""
