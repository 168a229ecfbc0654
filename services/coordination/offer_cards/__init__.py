"""Cards of files of the training offer (fiches de dossiers): facts, signals, opinions, history, and what may be done."""
