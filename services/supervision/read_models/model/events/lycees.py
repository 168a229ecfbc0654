"""Lycées: which take part, what they teach, what their heads publish, what the network decides and tells."""

from datetime import date
from uuid import UUID

from msgspec import Struct

from contracts.coordination.news import NewsPublishedV1, NewsWithdrawnV1
from contracts.coordination.public_news import NewsOpenedV1, NewsReservedV1
from contracts.envelope import Envelope
from contracts.internships.formations import FormationClosedV1
from contracts.internships.periods import FormationOpenedV1, PublicationChangedV1
from contracts.partnerships.hosting_limits import HostingLimitDecidedV1
from contracts.partnerships.pressure import NetworkRuleDecidedV1
from contracts.portal.accounts import LyceeOpenedV1
from contracts.publication import FactFamily, PublicationStep, closed_spans
from services.supervision.base.days_in_words import NBSP, day
from services.supervision.journal.model import Said
from services.supervision.read_models.model.folded_events import State, folded, never


def _lycee(fact: "LyceeOpened", uai: str, _: Envelope) -> State:
    return "lycees", (uai,), {"uai": uai, "name": fact.name, "commune": fact.commune}


def _lycee_opened(_: Said) -> str:
    return "participe à Passerelle"


@folded(LyceeOpenedV1, state=_lycee, says=_lycee_opened, news=never)
class LyceeOpened(Struct):
    uai: str
    name: str
    commune: str
    occurred_on: date


def _formation(fact: "FormationOpened", uai: str, _: Envelope) -> State:
    row = {"uai": uai, "formation_id": fact.formation_id, "mef": fact.mef, "label": fact.label}
    return "formations", (uai, fact.formation_id), row


def _formation_opened(said: Said) -> str:
    if said.times > 1:
        return f"propose {said.times}{NBSP}formations"
    return f"propose la formation {said.formation}"


@folded(FormationOpenedV1, state=_formation, says=_formation_opened)
class FormationOpened(Struct):
    formation_id: UUID
    mef: str
    label: str
    occurred_on: date


def _formation_closed(said: Said) -> str:
    if said.times > 1:
        return f"retire {said.times}{NBSP}formations ouvertes par erreur"
    return f"retire la formation {said.formation}, ouverte par erreur"


# Its label stays: lines of the journal name it.
@folded(FormationClosedV1, says=_formation_closed)
class FormationClosed(Struct):
    formation_id: UUID
    mef: str
    occurred_on: date


class Step(Struct):
    from_on: date
    open: bool


def _publication(fact: "PublicationChanged", uai: str, _: Envelope) -> State:
    steps = [PublicationStep(from_on=step.from_on, open=step.open) for step in fact.steps]
    spans = list(closed_spans(FactFamily(fact.family), steps))
    row = {
        "uai": uai,
        "family": fact.family,
        "closed_from": [begins for begins, _ in spans],
        "closed_until": [ends for _, ends in spans],
    }
    return "publications", (uai, fact.family), row


def _publication_changed(said: Said) -> str:
    family = FactFamily(said.details["family"]).label
    from_on = day(date.fromisoformat(said.details["from_on"]))
    verb = "publie" if said.details["open"] else "ne publie pas"
    return f"{verb}, à partir du {from_on}{NBSP}: {family[0].lower()}{family[1:]}"


@folded(
    PublicationChangedV1,
    state=_publication,
    says=_publication_changed,
    keeps=("family", "open", "from_on"),
)
class PublicationChanged(Struct):
    family: str
    from_on: date
    open: bool
    steps: tuple[Step, ...]
    occurred_on: date


_RULES = {
    "courtesy_days": "un délai de courtoisie de {} jours",
}


def _network_rule_decided(said: Said) -> str:
    known = _RULES.get(said.details.get("rule", ""), "une règle du réseau")
    rule = known.format(said.details.get("value"))
    return f"fixe {rule} à partir du {day(date.fromisoformat(said.details['from_on']))}"


@folded(
    NetworkRuleDecidedV1,
    says=_network_rule_decided,
    keeps=("rule", "value", "from_on"),
    news=never,
)
class NetworkRuleDecided(Struct):
    rule: str
    value: int
    from_on: date
    occurred_on: date


def _hosting_limit_decided(said: Said) -> str:
    limit = "{percent}\u202f% de l’effectif, {small} sous {small_under} personnes".format_map(
        {"percent": "?", "small": "?", "small_under": "?"} | dict(said.details)
    )
    from_on = day(date.fromisoformat(said.details["from_on"]))
    return f"fixe le plafond d’accueil d’un lieu à {limit}, à partir du {from_on}"


@folded(
    HostingLimitDecidedV1,
    says=_hosting_limit_decided,
    keeps=("percent", "small", "small_under", "from_on"),
    news=never,
)
class HostingLimitDecided(Struct):
    percent: int
    small: int
    small_under: int
    from_on: date
    occurred_on: date


def _news_published(_: Said) -> str:
    return "a publié une actualité du réseau"


@folded(NewsPublishedV1, says=_news_published, news=never)
class NewsPublished(Struct):
    occurred_on: date


@folded(NewsWithdrawnV1, news=never)
class NewsWithdrawn(Struct):
    """It leaves no line: what was withdrawn is not to be looked for."""


def _news_opened(_: Said) -> str:
    return "a ouvert une actualité au public"


@folded(NewsOpenedV1, says=_news_opened, news=never)
class NewsOpened(Struct):
    occurred_on: date


@folded(NewsReservedV1, news=never)
class NewsReserved(Struct):
    """It leaves no line: the network reads it as before."""

    occurred_on: date
