"""Comments of heads beside a figure (commentaires)."""
