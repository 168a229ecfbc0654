"""Why a lycée needs the supervisor, in words that lead to where it is seen to."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from services.chassis.web.views.french import PARIS, date_fr, plural
from services.supervision.departures.model.departures import Departure
from services.supervision.departures.model.lycee_needs import LyceeNeeds
from services.supervision.departures.model.reasons import HELP, WEIGHTS, Reason

GRAVE = 60
"""From this weight on a reason is red."""


@dataclass(frozen=True)
class Gap:
    """Figures of a lycée that are not those it counts, and where a reader finds how they differ."""

    uai: str
    text: str
    href: str


@dataclass(frozen=True)
class ReasonLine:
    """A reason as it is read."""

    text: str
    href: str
    kind: str
    """How loud it is, as a badge says it."""


def reasons_of(one: LyceeNeeds, gaps: Iterable[Gap]) -> Sequence[ReasonLine]:
    """All of them, what weighs most first."""
    own = [gap for gap in gaps if gap.uai == one.uai]
    return [
        ReasonLine(text, href, _kind(reason))
        for reason in one.reasons
        for text, href in _said(reason, one, own)
    ]


def _kind(reason: Reason) -> str:
    weight = WEIGHTS[reason]
    return "error" if weight >= GRAVE else "warning" if weight >= HELP else "neutral"


def _said(reason: Reason, one: LyceeNeeds, gaps: Sequence[Gap]) -> Iterator[tuple[str, str]]:
    page, coverage = f"/departement/lycees/{one.uai}", f"/departement/couverture?lycee={one.uai}"
    match reason:
        case Reason.LEAVES_IN_7 | Reason.LEAVES_IN_15 | Reason.LEAVES_IN_30:
            yield from _leaving(one, coverage)
        case Reason.GONE_WITHOUT:
            yield plural(one.just_gone_without, "parti sans lieu", "partis sans lieu"), coverage
        case Reason.GONE_LONG_AGO:
            before = one.gone_without - one.just_gone_without
            gone = plural(before, "parti sans lieu", "partis sans lieu")
            yield f"{gone} il y a plus d’une semaine", coverage
        case Reason.UNTOLD:
            yield from ((_untold(leaves), coverage) for leaves in one.departures if leaves.untold)
        case Reason.SILENT:
            yield _unheard(one.heard_at), page
        case Reason.KEPT:
            yield "Chiffres non publiés par la direction", page
        case Reason.DIFFERS:
            yield from ((gap.text, gap.href) for gap in gaps)
        case _:
            yield _waits(reason, one)


def _waits(reason: Reason, one: LyceeNeeds) -> tuple[str, str]:
    """What the animation of the network waits for, and the list it stands in."""
    waits = one.waiting
    if reason is Reason.DECISION_LATE:
        said = plural(waits.decisions_late, "décision en retard", "décisions en retard")
        return said, f"/comites/decisions?lycee={one.uai}"
    if reason is Reason.PROMISE_PASSED:
        said = plural(waits.promises_passed, "réponse promise", "réponses promises")
        return f"{said} à une entreprise, jour passé", f"/besoins?lycee_concerne={one.uai}"
    if reason is Reason.CAMPAIGN_BEHIND:
        many = waits.campaigns_behind
        said = plural(many, "campagne sous le rythme", "campagnes sous le rythme")
        return said, "/campagnes"
    if reason in (Reason.NEED_LATE, Reason.NEED_WAITS):
        if waits.needs == waits.needs_late:
            said = plural(waits.needs, "besoin en retard", "besoins en retard")
            return said, f"/besoins?lycee_concerne={one.uai}"
        said = plural(waits.needs, "besoin à prendre", "besoins à prendre")
        late = f", dont {waits.needs_late} en retard" if waits.needs_late else ""
        return said + late, f"/besoins?lycee_concerne={one.uai}"
    said = plural(waits.requests, "appui attendu", "appuis attendus")
    late = f", dont {waits.requests_late} promis pour un jour passé" if waits.requests_late else ""
    return said + late, f"/appuis?lycee={one.uai}"


def _unheard(heard_at: datetime | None) -> str:
    if heard_at is None:
        return "N’a encore rien transmis"
    on = date_fr(heard_at.astimezone(PARIS).date(), weekday=False, year=False)
    return f"Silencieux depuis le {on}"


def _leaving(one: LyceeNeeds, page: str) -> Iterator[tuple[str, str]]:
    """The nearest departure places miss for; the others have their columns."""
    for leaves in one.departures:
        if leaves.days_left and leaves.without:
            missing = plural(leaves.without, "lieu manque", "lieux manquent")
            yield f"{missing} à J\u2212{leaves.days_left}", page
            return


def _untold(leaves: Departure) -> str:
    said = plural(leaves.untold, "formation")
    if not leaves.days_left:
        return f"{said} sans chiffres, PFMP en cours"
    return f"{said} sans chiffres, départ dans {plural(leaves.days_left, 'jour')}"
