"""Supervision's figures, compared at once with what the owners count in their own tables.

Each lycée is counted at a place of its journal, then supervision is asked what the facts up to there
add up to, once it has folded them: whatever is recorded meanwhile is on neither side.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from nats.aio.client import Client

from contracts.identifiers import Uai
from contracts.streams import stream_name
from deploy.nats.operator_connection import operator_connection
from deploy.operations.audited_figures import CountedFigures, compare_figures, count_figures_of
from deploy.operations.units import units_of
from services.chassis.base.settings import Settings
from services.chassis.operations.publication_lag import last_told, lycees_told_of, waiting_until
from services.chassis.projections.stream_range import stream_state
from services.chassis.reactions.group_inbox import DEPARTMENT
from services.chassis.unit_of_work.unit_of_work import Scope, UnitOfWork, UnitsOfWork
from services.internships.coverage.commands import CountedCoverage, count_coverage
from services.internships.republication.commands import (
    count_figures as count_tracker_figures,
)
from services.partnerships.totals.commands import CountedTotals, count_totals
from services.partnerships.totals.commands import (
    count_figures as count_registry_figures,
)
from services.supervision.audit.queries import folded_until, heard_until, shown_otherwise
from services.supervision.coverage.queries.coverage import lycee_names
from services.supervision.exactness.model import COVERAGE, REGISTRY, Book, Compared
from services.supervision.exactness.queries.folded import folded_coverage, folded_registry
from services.supervision.exactness.tables import counted_facts, coverage_tellings

PATIENCE_SECONDS = 30.0
LAGS = (
    "Les faits comptés ne sont pas encore tous arrivés à la supervision\u202f: rien n’a pu être comparé. "
    "Vérifiez avec «\u00a0passerelle doctor\u00a0» que tous les services tournent, puis relancez la même "
    "commande."
)
POLL_SECONDS = 0.1

Counted = TypeVar("Counted", CountedTotals, CountedCoverage)
ByLycee = Mapping[Uai, Counted | None]
"""What an owner counted of each lycée it told of; None: it has nothing to compare."""


class SupervisionLags(RuntimeError):
    """What was counted has not arrived yet; the message is for the user."""


@dataclass(frozen=True)
class Audited:
    """One lycée: how its figures differ, and of what nothing could be compared."""

    uai: Uai
    name: str
    differences: tuple[str, ...]
    kept: tuple[str, ...]

    def line(self) -> str:
        """What is printed of it."""
        said = "\u202f; ".join(self.differences)
        gap = f"écart\u00a0: {said}" if said else "écart 0"
        kept = f" (non comparé\u00a0: {', '.join(self.kept)})" if self.kept else ""
        return f"{self.name} ({self.uai})\u00a0: {gap}{kept}"


async def audit(
    settings: Settings, *, now: datetime, patience: float = PATIENCE_SECONDS
) -> Sequence[Audited]:
    """Every lycée that is known or was told of, by UAI. Raises SupervisionLags, nats.errors.Error."""
    async with AsyncExitStack() as stack:
        partnerships, internships, supervision = [
            await stack.enter_async_context(units_of(settings, name))
            for name in ("partnerships", "internships", "supervision")
        ]
        async with supervision.begin(DEPARTMENT) as uow:
            known = frozenset(Uai(uai) for uai in await lycee_names(uow))
        registry = await _count(partnerships, count_totals, known, now)
        coverage = await _count(internships, count_coverage, known, now)
        lycees = sorted({*registry, *coverage})
        owners = [
            await count_figures_of(partnerships, count_registry_figures, lycees, now),
            await count_figures_of(internships, count_tracker_figures, lycees, now),
        ]
        client = await stack.enter_async_context(operator_connection(settings))
        try:
            async with asyncio.timeout(patience):
                for owner, counted in zip(owners, (registry, coverage), strict=True):
                    await _sent(owner.units, _places(counted, owner.counted))
                await _folded(client, supervision, settings.department)
        except TimeoutError:
            raise SupervisionLags(LAGS) from None
        async with supervision.begin(DEPARTMENT, now=now) as uow:
            found = await _compare(uow, registry, coverage)
            found = _with_figures(found, *await compare_figures(uow, owners))
            heard = [await heard_until(uow, of) for of in (counted_facts, coverage_tellings)]
        # Read after what was heard: of an owner that is not behind it is never less.
        behind = [
            (REGISTRY, await _behind(partnerships, heard[0])),
            (COVERAGE, await _behind(internships, heard[1])),
        ]
        return [_with_those_behind(one, behind) for one in found]


def _places(
    *several: Mapping[Uai, CountedFigures | CountedTotals | CountedCoverage | None],
) -> Mapping[Uai, int]:
    """The last place of each lycée's facts that something was counted at."""
    places: dict[Uai, int] = {}
    for counted in several:
        for uai, one in counted.items():
            if one is not None:
                places[uai] = max(one.sequence, places.get(uai, 0))
    return places


def _with_figures(
    found: Sequence[Audited],
    said: Mapping[Uai, Sequence[str]],
    left: Mapping[Uai, Sequence[str]],
) -> Sequence[Audited]:
    return [
        replace(
            one,
            differences=(*one.differences, *said.get(one.uai, ())),
            kept=(*one.kept, *left.get(one.uai, ())),
        )
        for one in found
    ]


async def _behind(owner: UnitsOfWork, heard: Mapping[str, int]) -> frozenset[str]:
    """The lycées of which more was heard than this database ever told: it is an older one."""
    async with owner.begin(DEPARTMENT) as uow:
        last = await last_told(uow)
    return frozenset(uai for uai, until in heard.items() if until > last.get(Uai(uai), 0))


def _with_those_behind(one: Audited, behind: Sequence[tuple[Book, frozenset[str]]]) -> Audited:
    """What was counted in an older database is compared with nothing that came after it."""
    said = [
        f"{book.there}, moins de faits que le département n’en a reçu (une base plus ancienne\u202f? "
        "«\u00a0passerelle doctor\u00a0» le dit)"
        for book, uais in behind
        if one.uai in uais
    ]
    return replace(one, differences=(*one.differences, *said))


async def _count(
    units: UnitsOfWork,
    count: Callable[..., Awaitable[Counted | None]],
    known: frozenset[Uai],
    now: datetime,
) -> ByLycee[Counted]:
    """Count the lycées supervision knows, and those it ought to."""
    async with units.begin(DEPARTMENT) as uow:
        lycees = known | await lycees_told_of(uow)
    found = {}
    for uai in sorted(lycees):
        counted = partial(count, uai=uai, now=now)
        found[uai] = await units.run(counted, Scope(frozenset({uai})), uai=uai, now=now)
    return found


async def _sent(units: UnitsOfWork, sequences: Mapping[Uai, int]) -> None:
    """Wait until the stream holds every fact up to the counts."""
    while True:
        async with units.begin(DEPARTMENT) as uow:
            if not await waiting_until(uow, sequences):
                return
        await asyncio.sleep(POLL_SECONDS)


async def _folded(client: Client, supervision: UnitsOfWork, department: str) -> None:
    """Wait until supervision has folded what the stream holds."""
    stream = stream_name("department", department)
    state = await stream_state(client, stream)
    while True:
        async with supervision.begin(DEPARTMENT) as uow:
            if await folded_until(uow, stream, state.created_at) >= state.last_sequence:
                return
        await asyncio.sleep(POLL_SECONDS)


async def _compare(
    uow: UnitOfWork, registry: ByLycee[CountedTotals], coverage: ByLycee[CountedCoverage]
) -> Sequence[Audited]:
    names = await lycee_names(uow)
    shown = await shown_otherwise(uow)
    found = []
    for uai in sorted({*registry, *coverage, *(Uai(one) for one in (*names, *shown))}):
        totals, counted = registry.get(uai), coverage.get(uai)
        said = [
            *([] if totals is None else await _registry(uow, uai, totals)),
            *([] if counted is None else await _coverage(uow, uai, counted)),
            *shown.get(uai, ()),
        ]
        kept = [
            *(["registre"] if uai in registry and totals is None else []),
            *(["couverture"] if uai in coverage and counted is None else []),
        ]
        found.append(Audited(uai, names.get(uai, uai), tuple(said), tuple(kept)))
    return found


async def _registry(uow: UnitOfWork, uai: Uai, totals: CountedTotals) -> Sequence[str]:
    folded = await folded_registry(uow, uai, totals.sequence + 1)
    return Compared(uai, uow.now, asdict(totals.counted), folded).differences(REGISTRY)


async def _coverage(uow: UnitOfWork, uai: Uai, counted: CountedCoverage) -> Sequence[str]:
    folded = await folded_coverage(uow, uai, counted.sequence + 1)
    none = dict.fromkeys(COVERAGE.labels, 0)
    said: list[str] = []
    for year in counted.years.values():
        for period_id, counts in sorted(year.items()):
            of, told = folded.get(period_id, ("PFMP inconnue du département", none))
            said += Compared(uai, uow.now, asdict(counts), told, of).differences(COVERAGE)
    return said


def told(audited: Sequence[Audited]) -> Iterator[str]:
    """The report, in French: a line for each lycée, and what to do when one differs."""
    for one in audited:
        yield one.line()
    if not audited:
        yield "Aucun lycée n’a encore rien transmis\u202f: il n’y a rien à comparer."
    if any(one.differences for one in audited):
        yield (
            "→ Rejouez ce qui est mis de côté (passerelle parked list), lancez «\u00a0passerelle "
            "reconcile\u00a0», qui renvoie ce que le flux a perdu, puis «\u00a0passerelle rebuild "
            "supervision\u00a0», qui relit tout le flux. Si l’écart demeure, les faits disent autre chose que "
            "les tables de leur service, comme après une sauvegarde remise seule\u202f: «\u00a0passerelle "
            "republish\u00a0» fait compter de nouveau et redire ce qui diffère. Relancez ensuite la même commande."
        )


def as_json(audited: Sequence[Audited], now: datetime) -> dict[str, object]:
    """The comparison, for another program."""
    return {"at": now.isoformat(), "lycees": [asdict(one) for one in audited]}
