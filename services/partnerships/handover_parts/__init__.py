"""Parts of a hand-over dossier (passation): partnerships that run, what was promised, whom the bureau knows."""
