"""The journal's lines in French: what a lycée did, after its name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

NBSP = "\u00a0"
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
    "octobre", "novembre", "décembre",
)  # fmt: skip

_KINDS = {
    "call": "un appel",
    "mail": "un courriel",
    "meeting": "un rendez-vous",
    "visit": "une visite",
}
_PURPOSES = {
    "prospecting": "prospection",
    "pfmp": "PFMP",
    "apprenticeship": "apprentissage",
    "intervention": "intervention",
    "tax": "taxe d’apprentissage",
}
_ORIGINS = {
    "office": "trouvé par le bureau des entreprises",
    "teacher": "trouvé par un enseignant",
    "pupil": "trouvé par l’élève",
    "family": "trouvé par la famille",
    "offer": "issu d’une offre",
}
_REASONS = {
    "host": "retrait du lieu d’accueil",
    "pupil": "à la demande de l’élève",
    "lycee": "à la demande du lycée",
    "replaced": "remplacé par un autre",
    "mistake": "erreur de saisie",
}


def day(value: date) -> str:
    """`1er février 2027`."""
    number = "1er" if value.day == 1 else str(value.day)
    return f"{number}{NBSP}{_MONTHS[value.month - 1]} {value.year}"


def between(start: date, end: date) -> str:
    """`du 4 au 29 janvier 2027`, without repeating the month or the year."""
    first = "1er" if start.day == 1 else str(start.day)
    if start.year != end.year:
        return f"du {day(start)} au {day(end)}"
    if start.month != end.month:
        return f"du {first}{NBSP}{_MONTHS[start.month - 1]} au {day(end)}"
    return f"du {first} au {day(end)}"


@dataclass(frozen=True)
class Said:
    """What a sentence is made of. `times`: how many alike were recorded together."""

    event: str
    details: Mapping[str, Any]
    times: int = 1
    company: str = "une entreprise"
    formation: str = "une formation"
    period: tuple[date, date] | None = None

    @property
    def for_the_period(self) -> str:
        return f" pour la PFMP {between(*self.period)}" if self.period else ""


def sentence(said: Said) -> str:
    """The predicate: `a confirmé un lieu d’accueil en …`, with a full stop."""
    say = _SENTENCES.get(said.event)
    return f"{say(said) if say else 'a publié une nouvelle'}."


def _lycee_opened(_: Said) -> str:
    return "participe à Passerelle"


def _formation_opened(said: Said) -> str:
    if said.times > 1:
        return f"propose {said.times}{NBSP}formations"
    return f"propose la formation {said.formation}"


def _period_published(said: Said) -> str:
    days = (date.fromisoformat(said.details[name]) for name in ("starts_on", "ends_on"))
    return f"a publié une PFMP {between(*days)}"


def _placement_confirmed(said: Said) -> str:
    places = "un lieu d’accueil" if said.times == 1 else f"{said.times}{NBSP}lieux d’accueil"
    told = f"a confirmé {places} en {said.formation}{said.for_the_period}"
    if said.times > 1:
        return told
    notes = [_ORIGINS.get(said.details.get("origin", ""))]
    notes += ["nouveau pour ce lycée"] if said.details.get("new_host") else []
    known = [note for note in notes if note]
    return f"{told} ({', '.join(known)})" if known else told


def _placement_withdrawn(said: Said) -> str:
    reason = _REASONS.get(said.details.get("reason", ""))
    told = f"n’a plus un lieu d’accueil en {said.formation}{said.for_the_period}"
    return f"{told} ({reason})" if reason else told


def _company_registered(said: Said) -> str:
    if said.times > 1:
        return f"a ajouté {said.times}{NBSP}entreprises au registre"
    return f"a ajouté {said.company} au registre"


def _company_corrected(said: Said) -> str:
    if said.times > 1:
        return f"a corrigé {said.times}{NBSP}fiches d’entreprise"
    return f"a corrigé la fiche de {said.company}"


def _company_onboarded(said: Said) -> str:
    if said.details.get("reason") == "hosting":
        return f"a un premier accueil chez {said.company}"
    return f"a eu un premier échange avec {said.company}"


def _interaction_logged(said: Said) -> str:
    kind = _KINDS.get(said.details.get("kind", ""), "un échange")
    purpose = _PURPOSES.get(said.details.get("purpose", ""))
    return f"a consigné {kind} avec {said.company}" + (f" ({purpose})" if purpose else "")


def _import_completed(said: Said) -> str:
    labels = (("created", "créée"), ("updated", "mise à jour"), ("rejected", "refusée"))
    counts = (_counted(int(said.details.get(name, 0)), label) for name, label in labels)
    return f"a importé une liste d’entreprises{NBSP}: {', '.join(counts)}"


def _counted(number: int, label: str) -> str:
    head, _, tail = label.partition(" ")
    plural = f"{head}s {tail}".rstrip() if number > 1 else label
    return f"{number}{NBSP}{plural}"


_SENTENCES: Mapping[str, Callable[[Said], str]] = {
    "lycee_opened": _lycee_opened,
    "formation_opened": _formation_opened,
    "pfmp_period_published": _period_published,
    "placement_confirmed": _placement_confirmed,
    "placement_withdrawn": _placement_withdrawn,
    "company_registered": _company_registered,
    "company_corrected": _company_corrected,
    "company_onboarded": _company_onboarded,
    "interaction_logged": _interaction_logged,
    "import_completed": _import_completed,
}
