"""The fields of an agreement's text (champs de la convention): what is typed, what it stands for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from contracts.words import plain

BLANK = "_" * 30
"""What stands where nothing is known: a line to fill by hand."""


class AgreementField(StrEnum):
    """One field, by the words between the braces."""

    PUPIL = "élève"
    PUPIL_LAST_NAME = "nom de l’élève"
    PUPIL_FIRST_NAME = "prénom de l’élève"
    CLASS = "classe"
    FORMATION = "formation"
    SCHOOL_YEAR = "année scolaire"
    BIRTH_DATE = "date de naissance"
    PUPIL_ADDRESS = "adresse de l’élève"
    PUPIL_PHONE = "téléphone de l’élève"
    SOCIAL_SECURITY = "numéro de sécurité sociale"
    REPRESENTATIVE = "représentant légal"
    REFERENT = "enseignant référent"
    DATES = "dates"
    FIRST_DAY = "premier jour"
    LAST_DAY = "dernier jour"
    WEEKS = "semaines"
    LYCEE = "lycée"
    UAI = "UAI"
    LYCEE_ADDRESS = "adresse du lycée"
    LYCEE_PHONE = "téléphone du lycée"
    LYCEE_MAIL = "courriel du lycée"
    LYCEE_HOURS = "horaires du lycée"
    HEAD = "chef d’établissement"
    HEAD_TITLE = "qualité du chef d’établissement"
    INSURER = "assureur du lycée"
    POLICY = "contrat d’assurance du lycée"
    VOTED_ON = "date du vote"
    COMPANY = "entreprise"
    SIRET = "SIRET"
    NAF = "code APE"
    ACTIVITY = "activité de l’entreprise"
    COMPANY_ADDRESS = "adresse de l’entreprise"
    COMPANY_TOWN = "commune de l’entreprise"
    COMPANY_PHONE = "téléphone de l’entreprise"
    SIGNATORY = "représentant de l’entreprise"
    SIGNATORY_FUNCTION = "fonction du représentant"
    TUTOR = "tuteur"
    TUTOR_FUNCTION = "fonction du tuteur"
    TUTOR_PHONE = "téléphone du tuteur"
    TUTOR_MAIL = "courriel du tuteur"
    TODAY = "date du jour"


F = AgreementField
MEANINGS: Mapping[AgreementField, str] = {
    F.PUPIL: "Nom et prénom",
    F.PUPIL_LAST_NAME: "Nom de famille",
    F.PUPIL_FIRST_NAME: "Prénom",
    F.CLASS: "Classe de l’élève",
    F.FORMATION: "Intitulé de la formation",
    F.SCHOOL_YEAR: "Par exemple 2026-2027",
    F.BIRTH_DATE: "Si elle est dans la liste des élèves",
    F.PUPIL_ADDRESS: "Ligne à remplir à la main",
    F.PUPIL_PHONE: "Ligne à remplir à la main",
    F.SOCIAL_SECURITY: "Ligne à remplir à la main",
    F.REPRESENTATIVE: "Ligne à remplir à la main",
    F.REFERENT: "Enseignant qui suit l’élève pendant la PFMP",
    F.DATES: "Par exemple du 4 janvier au 29 janvier 2027",
    F.FIRST_DAY: "Premier jour dans l’entreprise",
    F.LAST_DAY: "Dernier jour dans l’entreprise",
    F.WEEKS: "Durée de la PFMP, en semaines",
    F.LYCEE: "Nom du lycée",
    F.UAI: "Numéro du lycée",
    F.LYCEE_ADDRESS: "De la fiche du lycée",
    F.LYCEE_PHONE: "De la fiche du lycée",
    F.LYCEE_MAIL: "De la fiche du lycée",
    F.LYCEE_HOURS: "De la fiche du lycée",
    F.HEAD: "Nom du chef d’établissement, de la fiche du lycée",
    F.HEAD_TITLE: "Proviseure, proviseur… de la fiche du lycée",
    F.INSURER: "De la fiche du lycée",
    F.POLICY: "Numéro du contrat, de la fiche du lycée",
    F.VOTED_ON: "Jour où le conseil d’administration a voté ce texte",
    F.COMPANY: "Nom de l’entreprise",
    F.SIRET: "Numéro de l’établissement",
    F.NAF: "Code d’activité",
    F.ACTIVITY: "Intitulé de l’activité",
    F.COMPANY_ADDRESS: "Voie, code postal et commune du lieu d’accueil",
    F.COMPANY_TOWN: "Commune du lieu d’accueil",
    F.COMPANY_PHONE: "Téléphone du lieu d’accueil",
    F.SIGNATORY: "Le seul contact du lieu dont la fonction dirige (gérante, directeur…)",
    F.SIGNATORY_FUNCTION: "Sa fonction",
    F.TUTOR: "Tuteur choisi sur la page du lieu d’accueil",
    F.TUTOR_FUNCTION: "Sa fonction",
    F.TUTOR_PHONE: "Son téléphone",
    F.TUTOR_MAIL: "Son courriel",
    F.TODAY: "Jour où la convention est imprimée",
}
BY_HAND = frozenset({F.PUPIL_ADDRESS, F.PUPIL_PHONE, F.SOCIAL_SECURITY, F.REPRESENTATIVE})
"""What Passerelle does not keep: always a line to fill by hand."""
OF_THE_LYCEE = frozenset(
    {
        *(F.LYCEE_ADDRESS, F.LYCEE_PHONE, F.LYCEE_MAIL, F.LYCEE_HOURS),
        *(F.HEAD, F.HEAD_TITLE, F.INSURER, F.POLICY),
    }
)
"""What its profile says, the same on all its agreements."""
_SMALL_WORDS = frozenset(["de", "du", "des", "la", "le", "les", "l", "d"])


def _key(typed: str) -> str:
    """« Nom de l'élève » and « nom_eleve » are the same field."""
    return " ".join(word for word in plain(typed).split() if word not in _SMALL_WORDS)


_BY_KEY = {_key(one.value): one for one in AgreementField}


@dataclass(frozen=True)
class UnknownField:
    """A field no one knows, and the one that was perhaps meant."""

    typed: str
    nearest: AgreementField | None


def known_field(typed: str) -> AgreementField | None:
    """The field that was typed, however it was."""
    return _BY_KEY.get(_key(typed))


def unknown_fields(typed: Iterable[str]) -> Sequence[UnknownField]:
    """Fields that stand for nothing."""
    return [UnknownField(one, _nearest(one)) for one in typed if known_field(one) is None]


def _nearest(typed: str) -> AgreementField | None:
    found = get_close_matches(_key(typed), _BY_KEY, n=1, cutoff=0.6)
    return _BY_KEY[found[0]] if found else None


def lacking(
    values: Mapping[AgreementField, str | None], asked: Iterable[AgreementField]
) -> Sequence[AgreementField]:
    """The fields of a text that could be known of a pupil or host, and are not: blank lines."""
    wanted = set(asked) - BY_HAND - OF_THE_LYCEE
    return [one for one in AgreementField if one in wanted and not values.get(one)]
