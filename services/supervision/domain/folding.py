"""The fold itself: from events, in whatever order, to the newest state of everything.

The same function folds live batches and rebuilds from zero. What is newer is decided by the
aggregate's version, then by the event's id: the order of arrival never matters.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from msgspec import Struct, structs

from contracts.envelope import Envelope
from services.supervision.domain import facts

Row = dict[str, Any]
Rows = dict[tuple[str | UUID, ...], Row]


@dataclass
class Folded:
    """Rows of the read models, by table and key; the newest of each."""

    lycees: Rows = field(default_factory=dict)
    formations: Rows = field(default_factory=dict)
    periods: Rows = field(default_factory=dict)
    coverages: Rows = field(default_factory=dict)
    companies: Rows = field(default_factory=dict)
    network_journal: Rows = field(default_factory=dict)
    freshness: Rows = field(default_factory=dict)

    def fold(self, envelope: Envelope, fact: Struct) -> None:
        """Take one event in; taking it in twice changes nothing."""
        uai = str(envelope.uai)
        state = _STATES.get(type(fact))
        if state is not None:
            table, key, row = state(fact, uai, envelope)
            _keep(getattr(self, table), key, row | _version(envelope))
        line = journal_line(fact)
        if line is not None:
            self.network_journal[(envelope.id,)] = {
                "event_id": envelope.id,
                "uai": uai,
                "event": envelope.type.split(".")[3],
                "recorded_at": envelope.time,
                "correlation_id": envelope.correlation_id,
                **line,
            }
        # Opening a lycée is the department's doing: it says nothing of the bureau's activity.
        if not isinstance(fact, facts.LyceeOpened):
            heard = {"uai": uai, "recorded_at": envelope.time, "event_id": envelope.id}
            _keep(self.freshness, (uai,), heard, ("recorded_at", "event_id"))


State = tuple[str, tuple[str | UUID, ...], Row]
"""The table, the key and the row that one event is the whole state of."""


def _version(envelope: Envelope) -> Row:
    return {"version": envelope.version, "event_id": envelope.id}


def _lycee(fact: facts.LyceeOpened, uai: str, _: Envelope) -> State:
    return "lycees", (uai,), {"uai": uai, "name": fact.name, "commune": fact.commune}


def _formation(fact: facts.FormationOpened, uai: str, _: Envelope) -> State:
    row = {"uai": uai, "formation_id": fact.formation_id, "mef": fact.mef, "label": fact.label}
    return "formations", (uai, fact.formation_id), row


def _period(fact: facts.PeriodPublished, uai: str, _: Envelope) -> State:
    row = {
        "uai": uai,
        "period_id": fact.period_id,
        "mefs": sorted(set(fact.mefs)),
        "starts_on": fact.starts_on,
        "ends_on": fact.ends_on,
        "weeks": fact.weeks,
    }
    return "periods", (uai, fact.period_id), row


def _coverage(fact: facts.CoverageChanged, uai: str, envelope: Envelope) -> State:
    row = {"uai": uai, **structs.asdict(fact), "recorded_at": envelope.time}
    return "coverages", (uai, fact.coverage_id), row


def _company(fact: facts.CompanyTold, _uai: str, _: Envelope) -> State:
    row = {
        "company_id": fact.company_id,
        "public_name": fact.public_name,
        "naf": fact.naf,
        "commune": next((site.commune for site in fact.sites if site.commune), None),
    }
    return "companies", (fact.company_id,), row


# Other events are the state of no aggregate of ours: they are a line of the journal.
_STATES: Mapping[type[Struct], Callable[[Any, str, Envelope], State]] = {
    facts.LyceeOpened: _lycee,
    facts.FormationOpened: _formation,
    facts.PeriodPublished: _period,
    facts.CoverageChanged: _coverage,
    facts.CompanyRegistered: _company,
    facts.CompanyCorrected: _company,
}


def _keep(
    rows: Rows,
    key: tuple[str | UUID, ...],
    row: Row,
    newest: tuple[str, ...] = ("version", "event_id"),
) -> None:
    known = rows.get(key)
    if known is None or _rank(row, newest) > _rank(known, newest):
        rows[key] = row


def _rank(row: Mapping[str, Any], newest: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row[column] for column in newest)


_SAID: Mapping[type[Struct], tuple[str, ...]] = {
    facts.LyceeOpened: (),
    facts.FormationOpened: (),
    facts.PeriodPublished: ("starts_on", "ends_on"),
    facts.PlacementConfirmed: ("origin", "new_host"),
    facts.PlacementWithdrawn: ("reason",),
    facts.CompanyRegistered: (),
    facts.CompanyCorrected: (),
    facts.CompanyOnboarded: ("reason",),
    facts.InteractionLogged: ("kind", "purpose"),
    facts.ImportCompleted: ("created", "updated", "rejected"),
}
"""What the journal keeps of each event. Coverage is a state and is shown as one; hosts are told
apart from places on purpose, so they are not put side by side here."""


def journal_line(fact: Struct) -> Row | None:
    """What the journal keeps of an event, or None when it is not told there."""
    said = _SAID.get(type(fact))
    if said is None:
        return None
    links = {
        name: getattr(fact, name, None)
        for name in ("company_id", "period_id", "mef", "occurred_on")
    }
    return {**links, "details": {name: getattr(fact, name) for name in said}}
