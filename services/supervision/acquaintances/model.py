"""Who knows a company (« Qui connaît cette entreprise »): each lycée, since when and by what; nobody by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from contracts.identifiers import Siren, Siret
from contracts.publication import FactFamily
from contracts.words import first_words, plain
from services.supervision.base.days_in_words import NBSP, day

_STAGES: Mapping[str, str] = {
    "prospect": "Envisagé",
    "contacted": "Contacté",
    "in_discussion": "En discussion",
    "active": "Actif",
    "dormant": "En sommeil",
    "ended": "Terminé",
}
_SCOPES: Mapping[str, str] = {
    "pfmp": "accueil en PFMP",
    "apprenticeship": "apprentissage",
    "actions": "visites et interventions",
    "jury": "jurys d’examen",
    "equipment": "prêt ou don de matériel",
    "teachers": "immersion d’enseignants",
    "hiring": "embauche de diplômés",
    "tax": "taxe d’apprentissage",
}
_SPACES = str.maketrans("", "", " \u00a0\u202f.-")
DIGITS_MIN = 5
"""A shorter number may be a name, or a part of one."""
SIREN_DIGITS, SIRET_DIGITS = 9, 14


@dataclass(frozen=True)
class Bond:
    """A partnership of one lycée."""

    stage: str
    agreement: str
    until_on: date | None
    scopes: tuple[str, ...]

    @property
    def state(self) -> str:
        """`Actif`."""
        return _STAGES.get(self.stage, "Étape inconnue")

    @property
    def about(self) -> str:
        """`accueil en PFMP, apprentissage`."""
        return ", ".join(_SCOPES.get(one, "autre objet") for one in self.scopes)

    def formal(self, today: date) -> str:
        """`convention jusqu’au 31 août 2027`; nothing when there is none."""
        if self.agreement == "draft":
            return "convention en préparation"
        if self.agreement != "signed":
            return ""
        if self.until_on is None:
            return "convention signée"
        over = self.until_on < today
        return f"convention {'échue le' if over else 'jusqu’au'} {day(self.until_on)}"


@dataclass(frozen=True)
class Hosted:
    """Places taken in one school year: in how many weeks, and how many at most at once."""

    school_year: str
    weeks: int
    most: int


@dataclass(frozen=True)
class Acquaintance:
    """One lycée that knows a company."""

    uai: str
    lycee: str
    since: date | None
    bonds: tuple[Bond, ...]
    hosted: tuple[Hosted, ...]
    exchanges: int
    last_exchange_on: date | None
    keeps: frozenset[FactFamily] = frozenset()
    """What its head keeps in the lycée today: what is missing of these is no zero."""

    @property
    def keeps_partnerships(self) -> bool:
        """Whether none of its partnerships is told."""
        return FactFamily.COMPANIES in self.keeps

    @property
    def keeps_exchanges(self) -> bool:
        """Whether none of its exchanges is told."""
        return FactFamily.EXCHANGES in self.keeps

    @property
    def keeps_places(self) -> bool:
        """Whether none of the places it takes is told."""
        return FactFamily.HOSTING in self.keeps


@dataclass(frozen=True)
class KnownCompany:
    """A company, whatever number of cards it is on, and the lycées that know it."""

    company_id: UUID
    label: str
    named: bool
    """Whether everybody may read its name; otherwise the label says what it does and where."""
    activity: str | None
    communes: tuple[str, ...]
    siren: str | None
    cards: frozenset[UUID]
    lycees: tuple[Acquaintance, ...]


@dataclass(frozen=True)
class Sought:
    """What was typed, as it is looked for; `wrong` says why a number can be none."""

    words: tuple[str, ...] = ()
    siren: str | None = None
    siret: str | None = None
    wrong: str | None = None

    @classmethod
    def read(cls, typed: str) -> "Sought":
        """A number, or the words of a name and of a commune."""
        bare = typed.translate(_SPACES)
        if bare.isascii() and bare.isdigit() and len(bare) >= DIGITS_MIN:
            return cls._number(bare)
        words = tuple(first_words(plain(typed).split()))
        if typed.strip() and not words:
            return cls(wrong="Écrivez au moins une lettre ou un chiffre du nom, ou un SIRET.")
        return cls(words)

    @classmethod
    def _number(cls, digits: str) -> "Sought":
        if len(digits) not in (SIREN_DIGITS, SIRET_DIGITS):
            return cls(
                wrong=f"Un SIRET a 14{NBSP}chiffres et un SIREN 9, vous en avez écrit"
                f" {len(digits)}{NBSP}: complétez le numéro, ou cherchez par le nom."
            )
        try:
            if len(digits) == SIREN_DIGITS:
                return cls(siren=str(Siren(digits)))
            return cls(siret=str(Siret(digits)))
        except ValueError:
            kind = "SIREN" if len(digits) == SIREN_DIGITS else "SIRET"
            return cls(
                wrong=f"Ce n’est pas un {kind}{NBSP}: un chiffre est faux. Vérifiez le numéro,"
                " ou cherchez par le nom."
            )


LATELY = timedelta(days=30)
"""How far back exchanges weigh on a company that is to be asked again."""
COURTESY_MAX = 90


def year_before(today: date) -> date:
    """The first day of the twelve months that end today; of 29 February, 1 March."""
    day_after = today + timedelta(days=1)
    try:
        return day_after.replace(year=day_after.year - 1)
    except ValueError:
        return date(day_after.year - 1, 3, 1)


@dataclass(frozen=True)
class AskedLately:
    """A lycée, how often it spoke with a company lately, and until when it leaves it alone for the others.

    `times`: None where nothing is told of it: its head keeps exchanges in the lycée, or it was never
    `heard`; that is no zero.
    """

    uai: str
    lycee: str
    times: int | None
    heard: bool = True
    last_on: date | None = None
    courtesy_until: date | None = None


def asked_lately(
    lycees: Sequence[tuple[str, str, bool, bool]],
    spoke: Mapping[str, tuple[int, date]],
    *,
    courtesy_days: int,
    today: date,
) -> Sequence[AskedLately]:
    """Each lycée of the department, by name; `lycees`: its UAI, its name, whether exchanges are kept there, whether it was heard."""
    found = []
    for uai, name, keeps, heard in lycees:
        times, last_on = spoke.get(uai, (0, None))
        others = [day for other, (_, day) in spoke.items() if other != uai]
        until = (
            max(others) + timedelta(days=courtesy_days - 1) if others and courtesy_days else None
        )
        over = until is None or until < today
        found.append(
            AskedLately(
                uai,
                name,
                None if keeps or not heard else times,
                heard,
                last_on,
                None if over else until,
            )
        )
    return found
