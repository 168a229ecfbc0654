"""The list of files of the training offer (liste des dossiers): by what is to be done, found, filtered, taken away."""
