"""Rules of a hand-over dossier: its subjects, their words, the parts other services draw."""
