"""Rights of who told a need (droits d’une personne): what is kept of them is found by name, mail or phone, and erased."""
