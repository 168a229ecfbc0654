"""Why a lycée is to be looked after this week, in a line."""

from collections.abc import Iterator, Sequence
from datetime import date

from services.chassis.web.views.french import PARIS, date_fr, plural
from services.supervision.departures.model.lycee_needs import NEAR, LyceeNeeds
from services.supervision.week.model import LyceeToSee

NAMED_MAX = 3


def why(one: LyceeToSee) -> str:
    """« 12 lieux d’accueil à trouver avant le 12 janvier (dans 9 jours); silencieux depuis… »."""
    said = "\u202f; ".join(_reasons(one))
    return f"{said[:1].upper()}{said[1:]}"


def _reasons(one: LyceeToSee) -> Iterator[str]:
    needs = one.needs
    if needs.just_gone_without:
        gone = plural(needs.just_gone_without, "élève parti", "élèves partis")
        yield f"{gone} sans lieu d’accueil"
    yield from _missing(needs)
    if one.lost:
        fewer = plural(one.lost, "lieu d’accueil confirmé", "lieux d’accueil confirmés")
        yield f"{fewer} de moins en une semaine"
    if needs.silent and needs.heard_at:
        yield f"silencieux depuis le {_day(needs.heard_at.astimezone(PARIS).date())}"
    if needs.differs:
        yield "ses chiffres ne sont pas ceux qu’il compte lui-même"


def _missing(needs: LyceeNeeds) -> Iterator[str]:
    leaves = needs.next
    if leaves and leaves.without and leaves.days_left <= NEAR.days:
        missing = plural(leaves.without, "lieu d’accueil", "lieux d’accueil")
        before = _day(leaves.starts_on)
        yield f"{missing} à trouver avant le {before} (dans {plural(leaves.days_left, 'jour')})"


def named(lycees: Sequence[str]) -> str:
    """« Lycée Olympe, Lycée Ingres et 4 autres »."""
    others = len(lycees) - NAMED_MAX
    more = f" et {plural(others, 'autre')}" if others > 0 else ""
    return ", ".join(lycees[:NAMED_MAX]) + more


def _day(on: date) -> str:
    return date_fr(on, weekday=False, year=False)
