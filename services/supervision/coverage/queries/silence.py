"""Lycées nobody hears of: for those who operate, a broken link; for the supervisor, a question."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from services.chassis.operations.measures import Finding, Gauge
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.coverage.model.coverage import SILENT_AFTER, LyceeCoverage, is_silent
from services.supervision.coverage.queries.coverage import heard_from

NAMED_MAX = 5
"""Lycées a sentence names; a whole department on holiday would fill the page."""


async def read_fallen_silent(uow: UnitOfWork) -> Sequence[LyceeCoverage]:
    """The lycées that told something once, and nothing for a week. Needs the department's scope."""
    return [one for one in await _silent(uow) if one.heard_at is not None]


async def _silent(uow: UnitOfWork) -> Sequence[LyceeCoverage]:
    # One whose head keeps everything to the lycée has been asked to be silent.
    return [
        lycee
        for lycee in await heard_from(uow)
        if is_silent(lycee.heard_at, uow.now) and not lycee.publication.tells_nothing
    ]


async def read_silent_lycees(uow: UnitOfWork) -> Sequence[Gauge]:
    """How many lycées told nothing for a week. Needs the department's scope.

    One that never told anything has not begun: it is counted, and nothing is wrong with it.
    """
    silent = await _silent(uow)
    fell_silent = {one.name: one.heard_at for one in silent if one.heard_at is not None}
    return [
        Gauge(
            "silent_lycees",
            "Lycées silencieux",
            len(silent),
            min(fell_silent.values(), default=None),
            _finding(fell_silent) if fell_silent else None,
        )
    ]


def _finding(fell_silent: Mapping[str, datetime]) -> Finding:
    names = list(fell_silent)
    others = len(names) - NAMED_MAX
    more = f" et {others} {'autres' if others > 1 else 'autre'}" if others > 0 else ""
    return Finding(
        "lycees-silent",
        f"Aucune nouvelle depuis {SILENT_AFTER.days}\u00a0jours\u202f: "
        f"{', '.join(names[:NAMED_MAX])}{more}.",
        "Demandez à chaque bureau s’il travaille avec Passerelle. S’il le fait, cherchez ses faits "
        "dans les journaux\u202f: «\u00a0passerelle events tail\u00a0».",
        min(fell_silent.values()) + SILENT_AFTER,
    )
