"""What registries stated, compared with what was folded of the facts told before each statement."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Select, func, select, true
from sqlalchemy.dialects.postgresql import distinct_on

from contracts.publication import FactFamily
from services.chassis.operations.readings import Finding, Gauge
from services.chassis.work import UnitOfWork
from services.supervision.domain.counting import Kind
from services.supervision.domain.verified import Compared, differing_since
from services.supervision.queries.coverage import heard_from
from services.supervision.storage.tables import counted_facts, registry_statements

LOOKED_BACK = 60
"""Nights: how far back it is said since when figures differ."""
NAMED_MAX = 3

S, F = registry_statements.c, counted_facts.c
_COUNTED = {
    "onboarded": Kind.MEETING,
    "partnerships_active": Kind.PARTNERSHIP,
    "actions_held": Kind.ACTION,
}


async def last_compared(uow: UnitOfWork) -> Mapping[str, Compared]:
    """The last statement of each lycée in scope, by UAI."""
    return {uai: several[0] for uai, several in (await _compared(uow, 1)).items()}


async def read_differing_registries(uow: UnitOfWork) -> Sequence[Gauge]:
    """Lycées whose registry counts other than what was heard. Needs the department's scope."""
    names = {
        one.uai: one.name
        for one in await heard_from(uow)
        # A registry that is not told of states nothing any more.
        if FactFamily.COMPANIES not in one.publication.closed
    }
    last = await last_compared(uow)
    differing = [one for one in last.values() if one.differences and one.uai in names]
    finding = await _finding(uow, differing, names) if differing else None
    return [
        Gauge(
            "differing_registries",
            "Lycées dont les chiffres ne concordent pas",
            len(differing),
            finding.since if finding else None,
            finding,
        )
    ]


async def _finding(
    uow: UnitOfWork, differing: Sequence[Compared], names: Mapping[str, str]
) -> Finding:
    before = await _compared(uow, LOOKED_BACK, {one.uai for one in differing})
    since = [differing_since(before[one.uai]) for one in differing]
    told = [f"{names[one.uai]} ({', '.join(one.differences)})" for one in differing[:NAMED_MAX]]
    others = len(differing) - NAMED_MAX
    more = f" et {others} {'autres' if others > 1 else 'autre'}" if others > 0 else ""
    return Finding(
        "registries-differ",
        f"Le registre ne compte pas comme le département\u202f: {' ; '.join(told)}{more}.",
        "Un fait n’est pas arrivé, ou a été mal lu. Rejouez d’abord ce qui est mis de côté, puis "
        "lancez «\u00a0passerelle reconcile\u00a0», qui renvoie ce que le flux a perdu. Si l’écart "
        "demeure, «\u00a0passerelle rebuild supervision\u00a0» relit tout le flux.",
        min(one for one in since if one is not None),
    )


async def _compared(
    uow: UnitOfWork, nights: int, uais: Collection[str] | None = None
) -> Mapping[str, Sequence[Compared]]:
    """The last statements of each lycée, the newest first."""
    found = defaultdict(list)
    for row in await uow.execute(_statement(nights, uais)):
        stated = {name: getattr(row, name) for name in _COUNTED}
        folded = {name: getattr(row, f"folded_{name}") for name in _COUNTED}
        found[row.uai].append(Compared(row.uai, row.stated_at, row.companies, stated, folded))
    return found


def _statement(nights: int, uais: Collection[str] | None) -> Select[Any]:
    nth = func.row_number().over(partition_by=S.uai, order_by=(S.sequence.desc(), S.event_id))
    every = select(registry_statements, nth.label("nth"))
    if uais is not None:
        every = every.where(S.uai.in_(list(uais)))
    numbered = every.subquery()
    of = numbered.c
    # The newest telling of each thing, among those told before the statement.
    before = (
        select(F.kind, F.counts)
        .ext(distinct_on(F.kind, F.of_id))
        .where(F.uai == of.uai, F.sequence < of.sequence)
        .order_by(F.kind, F.of_id, F.version.desc(), F.event_id.desc())
        .correlate(numbered)
        .subquery()
    )
    tallies = (
        select(
            *(
                func.count()
                .filter(before.c.counts, before.c.kind == kind.value)
                .label(f"folded_{name}")
                for name, kind in _COUNTED.items()
            )
        )
        .select_from(before)
        .lateral()
    )
    figures = (of.uai, of.stated_at, of.companies, *(of[name] for name in _COUNTED))
    return (
        select(*figures, *tallies.c)
        .select_from(numbered.join(tallies, true()))
        .where(of.nth <= nights)
        .order_by(of.uai, of.nth)
    )
