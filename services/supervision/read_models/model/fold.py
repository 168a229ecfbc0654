"""The fold itself: from events, in whatever order, to the newest state of everything.

The same function folds live batches and rebuilds from zero. What is newer is decided by the
aggregate's version, then by the event's id: the order of arrival never matters.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct

from contracts.envelope import Envelope
from services.supervision.read_models.model import tellings
from services.supervision.read_models.model.events.commitments import RegistryTotalsStated
from services.supervision.read_models.model.events.pfmp import (
    CoverageChanged,
    CoverageTotalsStated,
    counted,
)
from services.supervision.read_models.model.folded_events import FOLDED, Row

PARIS = ZoneInfo("Europe/Paris")

Rows = dict[tuple[str | int | UUID, ...], Row]


@dataclass
class Folded:
    """Rows of the read models, by table and key; the newest of each."""

    lycees: Rows = field(default_factory=dict)
    formations: Rows = field(default_factory=dict)
    periods: Rows = field(default_factory=dict)
    coverages: Rows = field(default_factory=dict)
    coverage_days: Rows = field(default_factory=dict)
    publications: Rows = field(default_factory=dict)
    companies: Rows = field(default_factory=dict)
    company_merges: Rows = field(default_factory=dict)
    exchanges: Rows = field(default_factory=dict)
    hostings: Rows = field(default_factory=dict)
    partnerships: Rows = field(default_factory=dict)
    actions: Rows = field(default_factory=dict)
    declarations: Rows = field(default_factory=dict)
    tax_totals: Rows = field(default_factory=dict)
    axis_totals: Rows = field(default_factory=dict)
    mobility_totals: Rows = field(default_factory=dict)
    refusals: Rows = field(default_factory=dict)
    campaigns: Rows = field(default_factory=dict)
    campaign_targets: Rows = field(default_factory=dict)
    objectives: Rows = field(default_factory=dict)
    network_dues: Rows = field(default_factory=dict)
    offer_moves: Rows = field(default_factory=dict)
    capacities: Rows = field(default_factory=dict)
    training_signals: Rows = field(default_factory=dict)
    actor_meetings: Rows = field(default_factory=dict)
    counted_facts: Rows = field(default_factory=dict)
    coverage_tellings: Rows = field(default_factory=dict)
    registry_statements: Rows = field(default_factory=dict)
    coverage_statements: Rows = field(default_factory=dict)
    network_journal: Rows = field(default_factory=dict)
    freshness: Rows = field(default_factory=dict)

    def fold(self, envelope: Envelope, fact: Struct) -> None:
        """Take one event in; taking it in twice changes nothing."""
        uai = str(envelope.uai)
        declared = FOLDED[type(fact)]
        if declared.state is not None:
            table, key, row = declared.state(fact, uai, envelope)
            _keep(getattr(self, table), key, row | _version(envelope))
        if isinstance(fact, CoverageChanged):
            row = _day_of_coverage(fact, uai, envelope)
            _keep(self.coverage_days, (uai, fact.coverage_id, row["day"]), row)
            self.coverage_tellings[(uai, envelope.id)] = tellings.coverage_telling(fact, envelope)
        compared = tellings.counted_fact(fact, envelope)
        if compared is not None:
            self.counted_facts[(uai, envelope.id)] = compared
        self._keep_statement(envelope, fact)
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
        if declared.news(fact):
            heard = {"uai": uai, "recorded_at": envelope.time, "event_id": envelope.id}
            _keep(self.freshness, (uai,), heard, ("recorded_at", "event_id"))

    def _keep_statement(self, envelope: Envelope, fact: Struct) -> None:
        key = (str(envelope.uai), envelope.id)
        if isinstance(fact, RegistryTotalsStated):
            self.registry_statements[key] = tellings.registry_statement(fact, envelope)
        elif isinstance(fact, CoverageTotalsStated):
            for row in tellings.coverage_statements(fact, envelope):
                self.coverage_statements[(*key, row["period_id"])] = row


def _version(envelope: Envelope) -> Row:
    return {"version": envelope.version, "event_id": envelope.id}


def _day_of_coverage(fact: CoverageChanged, uai: str, envelope: Envelope) -> Row:
    day = envelope.time.astimezone(PARIS).date()
    return counted(fact, uai, envelope) | {"day": day} | _version(envelope)


def _keep(
    rows: Rows,
    key: tuple[str | int | UUID, ...],
    row: Row,
    newest: tuple[str, ...] = ("version", "event_id"),
) -> None:
    known = rows.get(key)
    if known is None or _rank(row, newest) > _rank(known, newest):
        rows[key] = row


def _rank(row: Mapping[str, Any], newest: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row[column] for column in newest)


def journal_line(fact: Struct) -> Row | None:
    """What the journal keeps of an event, or None when it is not told there."""
    declared = FOLDED.get(type(fact))
    if declared is None or declared.keeps is None:
        return None
    links = {
        name: getattr(fact, name, None)
        for name in ("company_id", "period_id", "mef", "occurred_on")
    }
    details = {name: getattr(fact, name) for name in declared.keeps}
    plain = {name: str(of) if isinstance(of, UUID) else of for name, of in details.items()}
    return {**links, "details": plain}
