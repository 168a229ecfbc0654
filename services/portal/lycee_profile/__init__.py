"""The profile of a lycée (fiche du lycée): what agreements and mails say of it, asked once."""
