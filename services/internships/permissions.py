"""Who may do what with PFMP: the bureau and the DDFPT write; teachers see no pupil of a whole lycée."""

from services.chassis.base.identity import Role
from services.chassis.unit_of_work.permissions import Action, Permissions

SEE_PFMP = Action("see-pfmp", "consulter les PFMP et les élèves")
NOTE_FOLLOW_UP = Action("note-follow-up", "noter une visite, un contact ou une alerte")
FOLLOW_OWN = Action("follow-own", "dire comment vont les élèves que l’on suit en PFMP")
MANAGE_PERIODS = Action("manage-periods", "modifier les périodes de PFMP")
MANAGE_PUPILS = Action("manage-pupils", "modifier les élèves")
WRITE_TO_FAMILIES = Action("write-to-families", "décider d’écrire aux familles")
MANAGE_PLACEMENTS = Action("manage-placements", "modifier les lieux d’accueil")
ASSIGN_REFERENTS = Action("assign-referents", "dire qui suit quels élèves en PFMP")
OVERRIDE_RULE = Action("override-rule", "passer outre une règle pour un lieu d’accueil")
MANAGE_AIDS = Action("manage-aids", "suivre les aides à la mobilité")
MANAGE_AGREEMENTS = Action("manage-agreements", "préparer, émettre et pointer les conventions")
MANAGE_APPROACHES = Action("manage-approaches", "noter les démarches auprès des entreprises")
SEE_MARKED = Action("see-marked-refusals", "voir les refus présumés discriminatoires")
MARK_REFUSAL = Action("mark-refusal", "signaler un refus présumé discriminatoire")
SIGN_AGREEMENTS = Action("sign-agreements", "signer les conventions pour la direction")
DECIDE_SIGNERS = Action("decide-signers", "choisir qui signe les conventions")
NOTE_ATTESTATIONS = Action("note-attestations", "noter les attestations de PFMP")
GIVE_LINK = Action(
    "give-link",
    "remettre un lien personnel à un élève, à un parent, à un enseignant ou à un tuteur",
)
ANSWER_PUPIL = Action("answer-pupil", "répondre à un élève sur ses données")
ERASE_PUPIL = Action("erase-pupil", "effacer un élève")
EXPORT_PUPILS = Action("export-pupils", "exporter la liste des élèves")
KEEP_MODELS = Action("keep-agreement-models", "modifier les modèles de convention")
PRINT_AGREEMENTS = Action("print-agreements", "imprimer les conventions")
DECIDE_PUBLICATION = Action("decide-publication", "choisir ce que le département voit du lycée")
READ_COMMENTS = Action("read-comments", "lire les commentaires des chiffres publiés")
READ_ALL_COMMENTS = Action("read-all-comments", "lire les commentaires de tous les lycées")

TEACHERS = frozenset({Role.REFERENT_TEACHER, Role.FORM_TEACHER})
_WRITERS = {Role.RBDE, Role.DDFPT, Role.ATCT}

PERMISSIONS = Permissions(
    {
        SEE_PFMP: {*_WRITERS, Role.HEAD, Role.SECRETARIAT},
        NOTE_FOLLOW_UP: {*_WRITERS, Role.HEAD, Role.SECRETARIAT},
        # Each sees the pupils they follow alone, by the account the bureau tied them to.
        FOLLOW_OWN: {*_WRITERS, Role.HEAD, Role.SECRETARIAT, *TEACHERS},
        MANAGE_PERIODS: _WRITERS,
        MANAGE_PUPILS: _WRITERS,
        WRITE_TO_FAMILIES: {Role.RBDE, Role.HEAD},
        MANAGE_PLACEMENTS: _WRITERS,
        ASSIGN_REFERENTS: {Role.RBDE, Role.DDFPT},
        OVERRIDE_RULE: {Role.RBDE, Role.DDFPT, Role.HEAD},
        MANAGE_AIDS: {*_WRITERS, Role.SECRETARIAT},
        MANAGE_AGREEMENTS: {*_WRITERS, Role.SECRETARIAT, Role.HEAD},
        MANAGE_APPROACHES: _WRITERS,
        SEE_MARKED: {Role.RBDE, Role.HEAD},
        MARK_REFUSAL: {Role.RBDE},
        SIGN_AGREEMENTS: {Role.HEAD},
        DECIDE_SIGNERS: {Role.HEAD, Role.DDFPT},
        NOTE_ATTESTATIONS: {*_WRITERS, Role.SECRETARIAT},
        GIVE_LINK: _WRITERS,
        ANSWER_PUPIL: {Role.HEAD},
        ERASE_PUPIL: {Role.HEAD},
        EXPORT_PUPILS: {*_WRITERS, Role.HEAD},
        KEEP_MODELS: {*_WRITERS, Role.HEAD, Role.SECRETARIAT},
        PRINT_AGREEMENTS: {*_WRITERS, Role.HEAD, Role.SECRETARIAT},
        DECIDE_PUBLICATION: {Role.HEAD},
        # No pupil is there: heads write these sentences for the supervisor, who reads no other page here.
        READ_COMMENTS: {Role.HEAD, Role.SUPERVISOR},
        READ_ALL_COMMENTS: {Role.SUPERVISOR},
    }
)
