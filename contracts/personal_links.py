"""Personal links (liens personnels): each kind is for one sort of person and one purpose.

The one table of them. A kind says which service gives it, on which pages it opens, how long it
lasts, and the letter a short code typed by hand begins with.
"""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class LinkKind:
    """What may be given to somebody without an account."""

    word: str
    letter: str
    """The first of its short codes: no other kind has it."""
    service: str
    path: str
    """Where its link leads; `<path>/code` is sent the codes that were typed."""
    lasts: timedelta
    person: str
    """For whom, as the bureau reads it."""
    purpose: str
    """The one thing it serves for."""
    changes: bool
    """Whether whoever holds it can send something, by a form, or only read."""

    @property
    def code_path(self) -> str:
        """Where a short code of this kind is sent."""
        return f"{self.path}/code"


CONTACT_CARD = LinkKind(
    "contact",
    "C",
    "partnerships",
    "/fiche",
    timedelta(days=30),
    "Contact d’une entreprise",
    "Vérifier ses coordonnées",
    changes=True,
)
HOST_PAGE = LinkKind(
    "entreprise",
    "H",
    "partnerships",
    "/espace-entreprise",
    timedelta(days=365),
    "Contact d’une entreprise",
    "Dire ses places d’accueil, faire une pause, tenir ses coordonnées, arrêter les courriels",
    changes=True,
)
TEACHER_DESK = LinkKind(
    "professeur",
    "B",
    "partnerships",
    "/espace-professeur",
    timedelta(days=365),
    "Enseignant",
    "Apporter une entreprise, raconter un appel",
    changes=True,
)
PUPIL_PERIODS = LinkKind(
    "eleve",
    "E",
    "internships",
    "/ma-pfmp/eleve",
    timedelta(days=120),
    "Élève",
    "Lire les dates de ses PFMP et ses lieux d’accueil, dire à quelle adresse il est écrit",
    changes=True,
)
PARENT_PERIODS = LinkKind(
    "parent",
    "P",
    "internships",
    "/ma-pfmp/parent",
    timedelta(days=120),
    "Parent ou responsable légal",
    "Lire les dates des PFMP de son enfant et ses lieux d’accueil, dire à quelle adresse il est écrit",
    changes=True,
)
CLASS_PERIODS = LinkKind(
    "enseignant",
    "T",
    "internships",
    "/ma-pfmp/enseignant",
    timedelta(days=120),
    "Enseignant",
    "Lire où en sont les PFMP d’une classe, en nombres et sans aucun nom d’élève",
    changes=False,
)
FOLLOWED_PUPILS = LinkKind(
    "suivi",
    "S",
    "internships",
    "/suivi-pfmp",
    timedelta(days=120),
    "Enseignant référent",
    "Dire comment vont les élèves suivis en PFMP",
    changes=True,
)
HOSTED_STAY = LinkKind(
    "accueil",
    "A",
    "internships",
    "/accueil-pfmp",
    timedelta(days=365),
    "Tuteur, entreprise d’accueil",
    "Suivre l’accueil d’un élève\u202f: dates, convention, attestation, difficultés",
    changes=True,
)
COMPANY_NEED = LinkKind(
    "besoin",
    "N",
    "coordination",
    "/mon-besoin",
    timedelta(days=365),
    "Entreprise qui a dit un besoin",
    "Confirmer sa demande, la suivre, la préciser, dire qu’elle n’en a plus besoin",
    changes=True,
)
ENTRUSTED_NEED = LinkKind(
    "besoin-confie",
    "R",
    "coordination",
    "/besoin-confie",
    timedelta(days=180),
    "Acteur du réseau à qui un besoin est confié",
    "Prendre le besoin en charge, le rendre, y répondre",
    changes=True,
)
KINDS = (
    CONTACT_CARD,
    HOST_PAGE,
    TEACHER_DESK,
    PUPIL_PERIODS,
    PARENT_PERIODS,
    CLASS_PERIODS,
    FOLLOWED_PUPILS,
    HOSTED_STAY,
    COMPANY_NEED,
    ENTRUSTED_NEED,
)


def kind_lettered(letter: str) -> LinkKind | None:
    """The kind whose short codes begin so."""
    return next((kind for kind in KINDS if kind.letter == letter), None)
