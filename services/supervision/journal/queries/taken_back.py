"""Lines of the journal that were taken back since: they are told no more among what was done."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_

from services.supervision.companies.tables import companies, company_merges
from services.supervision.journal.tables import network_journal

J = network_journal.c
TAKEN_BACK_BY = (
    ("interaction_logged", "interaction_withdrawn", "interaction_id"),
    ("import_completed", "import_undone", "import_id"),
)
"""A kind of line, the kind that takes one back, and the id both have."""


def taken_back(begins: datetime, ends: datetime) -> ColumnElement[bool]:
    """Whether a line was taken back between two instants; it was itself recorded between them."""
    by_id = (
        and_(J.event == told, J.details[named].astext.is_not(None), _named(named, by, begins, ends))
        for told, by, named in TAKEN_BACK_BY
    )
    return or_(
        *by_id,
        and_(J.event == "company_registered", _left(begins, ends)),
        and_(
            J.event == "decision_taken",
            J.details["decision_id"].astext.is_not(None),
            _withdrawn(begins, ends),
        ),
    )


def _named(named: str, by: str, begins: datetime, ends: datetime) -> ColumnElement[bool]:
    other = network_journal.alias(by).c
    ids = select(other.uai, other.details[named].astext).where(
        other.event == by,
        other.recorded_at >= begins,
        other.recorded_at < ends,
        other.details[named].astext.is_not(None),
    )
    return tuple_(J.uai, J.details[named].astext).in_(ids)


def _withdrawn(begins: datetime, ends: datetime) -> ColumnElement[bool]:
    """Whether a decision of a committee was withdrawn, and not put back after that."""
    gone, back = network_journal.alias("gone").c, network_journal.alias("back").c
    put_back = select(back.event_id).where(
        back.event == "decision_moved",
        back.details["decision_id"].astext == gone.details["decision_id"].astext,
        back.recorded_at > gone.recorded_at,
        back.recorded_at < ends,
    )
    ids = select(gone.uai, gone.details["decision_id"].astext).where(
        gone.event == "decision_withdrawn",
        gone.recorded_at >= begins,
        gone.recorded_at < ends,
        ~put_back.exists(),
    )
    return tuple_(J.uai, J.details["decision_id"].astext).in_(ids)


def _left(begins: datetime, ends: datetime) -> ColumnElement[bool]:
    """Whether a company left the registry with the import that had brought it."""
    card, undone = network_journal.alias("card").c, network_journal.alias("undone").c
    # A card that was put together with another one has no site either.
    absorbed = select(company_merges.c.absorbed_id).where(company_merges.c.merged)
    an_import = (
        select(undone.event_id)
        .where(undone.event == "import_undone", undone.uai == card.uai)
        .where(undone.recorded_at >= card.recorded_at, undone.recorded_at < ends)
    )
    gone = (
        select(card.uai, companies.c.company_id)
        .where(companies.c.event_id == card.event_id, card.event == "company_corrected")
        .where(card.recorded_at >= begins, card.recorded_at < ends)
        .where(func.cardinality(companies.c.site_keys) == 0)
        .where(companies.c.company_id.not_in(absorbed), an_import.exists())
    )
    return and_(J.company_id.is_not(None), tuple_(J.uai, J.company_id).in_(gone))
