"""The parts of the home page this service draws, in one request; those made of several features."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from fastapi import Request, Response

from contracts.identifiers import SchoolYear
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.home_parts import HomePart, add_home_fragment
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.router import RequestUnitOfWork, Router
from services.chassis.web.views import charts
from services.chassis.web.views.french import month_name, plural
from services.internships.approaches.pages.awaited import awaited_first, marked, marked_since
from services.internships.approaches.queries.approaches import MARKED, OLDEST_AWAITED
from services.internships.attestations.queries import AWAITING
from services.internships.base.access_notes import note_pupils
from services.internships.base.days import local_date
from services.internships.base.page import draw
from services.internships.base.parameters import given
from services.internships.calendars.store import CLASSES_OF_YEAR
from services.internships.coverage.pages import LEGEND, coming, hosts_on_a_map, progress
from services.internships.coverage.queries.periods import OF_PERIODS, PeriodCard, read_periods
from services.internships.coverage.queries.progress import HOSTS_BY_COMMUNE
from services.internships.departures.queries import AGREEMENTS_AHEAD
from services.internships.desk.pages.publication import published
from services.internships.desk.pages.today import first_steps, today
from services.internships.desk.queries.board import BOARD, BoardColumn, read_board
from services.internships.desk.queries.first_steps import WITH_A_PERIOD, WITH_CLASSES
from services.internships.head_signatures.pages import headed_by, piles_to_sign, to_sign
from services.internships.head_signatures.queries import PILES_TO_SIGN
from services.internships.hosts.pages import host_names, named
from services.internships.permissions import (
    DECIDE_PUBLICATION,
    FOLLOW_OWN,
    MANAGE_APPROACHES,
    MANAGE_PERIODS,
    SEE_MARKED,
    SEE_PFMP,
    SIGN_AGREEMENTS,
)
from services.internships.publications.store import DECIDED
from services.internships.referent_desk.pages.own_pupils import own_pupils_today
from services.internships.watchlist.model import Late
from services.internships.watchlist.pages import ALERTS_SHOWN, watched_today
from services.internships.watchlist.queries import OPEN_ALERTS, WATCHED, count_watched

router = Router()
CARDS_SHOWN = 3
COLUMNS: Mapping[BoardColumn, str] = {
    BoardColumn.TO_FIND: "À trouver",
    BoardColumn.PROPOSED: "Lieu proposé",
    BoardColumn.TO_SIGN: "À signer",
    BoardColumn.READY: "Prêt à partir",
    BoardColumn.THERE: "En entreprise",
}
NOT_HEARD_OF = {
    Late.CONTACT: "sans nouvelles depuis le départ",
    Late.ALERT: "avec une alerte ouverte",
}


@router.fragment("/pfmp/fragments/tableau", action=SEE_PFMP)
async def board(request: Request, uow: RequestUnitOfWork) -> Response:
    """The pupils of the periods that run or come, in columns, those who leave first on top."""
    day = local_date(uow.now)
    piles = await read_board(uow, uow.scope.uais, today=day, shown=CARDS_SHOWN)
    shown = [card for pile in piles.values() for card in pile.cards]
    await note_pupils(uow, {card.uai for card in shown})
    if shown:
        names = await host_names(request, min(uow.scope.uais), [one.host for one in shown])
        piles = {
            column: replace(pile, cards=named(pile.cards, names)) for column, pile in piles.items()
        }
    return draw(
        request,
        "internships/desk/board_fragment.html",
        piles=piles,
        columns=COLUMNS,
        column=BoardColumn,
        today=day,
    )


@router.fragment("/pfmp/fragments/phrase", action=SEE_PFMP)
async def sentence(request: Request, uow: RequestUnitOfWork) -> Response:
    """What waits today, in one sentence; nothing without a period that runs or comes."""
    day = local_date(uow.now)
    cards = coming(await _periods(request, uow), day)
    watched = await count_watched(uow, day)
    waiting = sum(one.count for one in await piles_to_sign(request, uow))
    said = [
        *_said_to_a_head(waiting),
        *_said_of_departures(cards, day),
        *_said_of_stays(watched),
    ]
    text = f"{', '.join(said)}." if said else ""
    return draw(
        request,
        "internships/desk/sentence_fragment.html",
        said=text[:1].upper() + text[1:],
        periods=bool(cards),
    )


def _said_to_a_head(waiting: int) -> Iterable[str]:
    if waiting:
        signed = plural(waiting, "convention attend", "conventions attendent")
        yield f"{signed} votre signature"


def _said_of_departures(cards: Sequence[PeriodCard], day: date) -> Iterable[str]:
    """Who left, or leaves first, without a place or a signed agreement."""
    begun = [one for one in cards if one.period.starts_on <= day]
    without, unsigned = _lacking(begun)
    if without:
        yield f"{plural(without, 'élève')} sans lieu d’accueil dans une PFMP commencée"
    if unsigned:
        yield f"{plural(unsigned, 'convention')} à faire signer dans une PFMP commencée"
    ahead = [one for one in cards if one.period.starts_on > day and any(_lacking([one]))]
    if not ahead:
        return
    # Those that leave on the same day are one departure, whatever their formation or lycée.
    first = ahead[0].period.starts_on
    without, unsigned = _lacking([one for one in ahead if one.period.starts_on == first])
    if without:
        left = plural((first - day).days, "jour")
        yield f"{plural(without, 'élève')} sans lieu d’accueil à {left} du départ"
    if unsigned:
        yield f"{plural(unsigned, 'convention')} à faire signer avant le {first:%d/%m}"


def _lacking(cards: Iterable[PeriodCard]) -> tuple[int, int]:
    """How many pupils have no place, and how many of those who have one no signed agreement."""
    totals = [one.total for one in cards]
    return (
        sum(one.without for one in totals),
        sum(one.host_agreed - one.agreement_signed for one in totals),
    )


def _said_of_stays(watched: Mapping[Late, int]) -> Iterable[str]:
    for late, words in NOT_HEARD_OF.items():
        if watched.get(late):
            yield f"{plural(watched[late], 'élève')} {words}"


@router.fragment("/pfmp/fragments/formations", action=SEE_PFMP)
async def by_formation(request: Request, uow: RequestUnitOfWork) -> Response:
    """The nearest departures, formation by formation: those of one month together."""
    day = local_date(uow.now)
    cards = coming(await _periods(request, uow), day)
    ahead = [one for one in cards if one.period.starts_on > day] or cards
    month = ahead[0].period.starts_on.replace(day=1) if ahead else None
    shown = [one for one in ahead if one.period.starts_on.replace(day=1) == month]
    counts: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(LEGEND, 0))
    for line in (line for card in shown for line in card.lines):
        counts[line.formation]["agreed"] += line.counts.host_agreed
        counts[line.formation]["without"] += line.counts.without
    rows = sorted(counts.items(), key=lambda one: (-one[1]["without"], one[0]))
    return draw(
        request,
        "internships/desk/formations_fragment.html",
        month=month_name(month) if month else "",
        chart=charts.bars(
            [(name, values) for name, values in rows if any(values.values())], LEGEND
        ),
        rows=[[name, values["agreed"], values["without"]] for name, values in rows],
        without=sum(values["without"] for _, values in rows),
        expected=sum(sum(values.values()) for _, values in rows),
    )


async def _periods(request: Request, uow: UnitOfWork) -> Sequence[PeriodCard]:
    """The periods in scope, read once for all parts that are drawn together."""
    kept = context_of(request).read_once
    known: tuple[UnitOfWork, Sequence[PeriodCard]] | None = kept.get("periods")
    if known is None or known[0] is not uow:
        known = kept["periods"] = uow, await read_periods(uow, uow.scope.uais)
    return known[1]


def _given(request: Request, uow: UnitOfWork) -> Mapping[str, Any]:
    day = local_date(uow.now)
    return {
        **given(uow.scope.uais, day, SchoolYear.of(day)),
        "shown": CARDS_SHOWN,
        "since": marked_since(day),
        "headed": headed_by(request, uow),
        "alerts_shown": ALERTS_SHOWN,
    }


_FOLLOWED = (OPEN_ALERTS, WATCHED)
# What waits for a head is with the card of it, which each home of a head has.
_PERIODS_WATCHED = (*OF_PERIODS, WATCHED)
_DAY = (*OF_PERIODS, CLASSES_OF_YEAR, AGREEMENTS_AHEAD, AWAITING)
add_home_fragment(
    router,
    "/pfmp/fragments",
    (
        HomePart("mes-eleves", FOLLOW_OWN, own_pupils_today),
        HomePart("phrase", SEE_PFMP, sentence, _PERIODS_WATCHED),
        HomePart("premiers-pas", MANAGE_PERIODS, first_steps, (WITH_CLASSES, WITH_A_PERIOD)),
        HomePart("tableau", SEE_PFMP, board, (BOARD,)),
        HomePart("reponses-attendues", MANAGE_APPROACHES, awaited_first, (OLDEST_AWAITED,)),
        HomePart("refus-signales", SEE_MARKED, marked, (MARKED,)),
        HomePart("signatures", SIGN_AGREEMENTS, to_sign, (PILES_TO_SIGN,)),
        HomePart("publication", DECIDE_PUBLICATION, published, (DECIDED,)),
        HomePart("aujourdhui", SEE_PFMP, today, _DAY),
        HomePart("suivi", SEE_PFMP, watched_today, _FOLLOWED),
        HomePart("formations", SEE_PFMP, by_formation, OF_PERIODS),
        HomePart("avancement", SEE_PFMP, progress, OF_PERIODS),
        HomePart("carte", SEE_PFMP, hosts_on_a_map, (HOSTS_BY_COMMUNE,)),
    ),
    action=SEE_PFMP,
    given=_given,
    planned_once=True,
)
