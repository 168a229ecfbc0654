"""What the supervisor's home says in a line or two of each part that has a page of its own."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from contracts.identifiers import SchoolYear
from contracts.publication import FactFamily
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.views.french import PARIS
from services.supervision.actions.queries import ActionCounts, action_counts
from services.supervision.coverage.model.bars import together
from services.supervision.coverage.model.coverage import LyceeCoverage, is_silent, keeping
from services.supervision.journal.queries.journal import journal_page
from services.supervision.map.queries import companies_by_commune
from services.supervision.partnerships.queries import (
    PartnershipCounts,
    partnership_counts,
)
from services.supervision.publication.model import HIDDEN_IN_THE_JOURNAL

LINES = 3
"""Of the journal."""


async def summaries(uow: UnitOfWork, lycees: Sequence[LyceeCoverage]) -> dict[str, Any]:
    """What `_summaries.html` draws. `lycees`: with their coverage of the running school year."""
    today = uow.now.astimezone(PARIS).date()
    year = SchoolYear.of(today)
    partners, actions = await partnership_counts(uow), await action_counts(uow, year)
    communes = await companies_by_commune(uow)
    heard = [one for one in lycees if not one.publication.tells_nothing]
    return {
        "year": year,
        "together": together(lycees, today),
        "lycees": len(lycees),
        "silent": sum(is_silent(one.heard_at, uow.now) for one in heard),
        "partnerships": _added(partners[uai] for uai in _telling(lycees, COMPANIES, partners)),
        "partnerships_kept": _names(lycees, COMPANIES),
        "actions": _acted(actions[uai] for uai in _telling(lycees, EXCHANGES, actions)),
        "actions_kept": _names(lycees, EXCHANGES),
        "companies": sum(communes.values()),
        "communes": len(communes),
        "lines": (await journal_page(uow, length=LINES)).lines,
        "journal_kept": keeping(lycees, HIDDEN_IN_THE_JOURNAL),
    }


COMPANIES, EXCHANGES = FactFamily.COMPANIES, FactFamily.EXCHANGES


def _telling(
    lycees: Iterable[LyceeCoverage], family: FactFamily, told: Collection[str]
) -> list[str]:
    """The lycées that told of it, without those whose head keeps it today."""
    return [o.uai for o in lycees if o.uai in told and family not in o.publication.closed]


def _names(lycees: Iterable[LyceeCoverage], family: FactFamily) -> list[str]:
    """The lycées a sum is made without: it says so."""
    return [one.name for one in lycees if family in one.publication.closed]


def _added(counts: Iterable[PartnershipCounts]) -> PartnershipCounts | None:
    """All together; None when nobody told of any, which is no zero."""
    every = list(counts)
    if not every:
        return None
    return PartnershipCounts(
        sum(one.active for one in every),
        sum(one.under_agreement for one in every),
        sum(one.in_view for one in every),
    )


def _acted(counts: Iterable[ActionCounts]) -> ActionCounts | None:
    every = list(counts)
    if not every:
        return None
    return ActionCounts(
        sum(one.held for one in every),
        sum(one.pupils for one in every),
        sum(one.planned for one in every),
    )
