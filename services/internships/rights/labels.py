"""Labels of the accesses to a pupil's data, as a head reads them."""

AUDITED = {
    "see-pupil": "fiche de l’élève",
    "see-pupils": "liste d’élèves",
    "print-agreements": "conventions imprimées",
    "see-placement": "lieu d’accueil de l’élève",
    "export-pupils": "liste emportée",
    "answer-pupil": "accès demandé par l’élève",
    "erase-pupil": "effacement",
    "manage-pupils": "sortie ou retour",
    "print-pupil-link": "lien personnel imprimé",
    "give-link": "lien personnel remis ou fermé",
    "note-follow-up": "visite, contact ou alerte",
    "assign-referents": "enseignant référent choisi",
    "manage-placements": "lieu d’accueil ou dispense",
    "note-attestations": "attestation notée ou annulée",
    "override-rule": "règle passée outre, ou de nouveau signalée",
    "manage-agreements": "convention",
    "manage-aids": "aide à la mobilité",
    "manage-approaches": "démarche auprès d’une entreprise",
    "mark-refusal": "refus signalé à la direction",
}
"""Actions of the register of accesses, as a head reads them."""
