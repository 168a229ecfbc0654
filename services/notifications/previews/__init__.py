"""Previews (modèles): each mail as it is written, with invented people, to whom it goes and when."""
