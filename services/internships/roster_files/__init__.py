"""Files of class lists (fichiers d’élèves), and the meaning of their columns."""
