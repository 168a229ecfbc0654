"""Actions of the register of accesses, as users read them."""

AUDITED = {
    "see-contacts": "fiche de l’entreprise",
    "see-contact": "fiche du contact",
    "see-handover": "dossier de passation",
    "list-contacts": "liste de contacts",
    "find-contact": "trouvé par une recherche",
    "answer-contact": "accès demandé par le contact",
    "print-contact-link": "lien personnel imprimé",
    "manage-contacts": "correction, demande ou effacement",
    "export-contacts": "liste emportée",
}
"""Actions of the register of accesses, as a bureau reads them beside a contact."""
