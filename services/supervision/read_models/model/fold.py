"""The fold itself: from events, in whatever order, to the newest state of everything.

The same function folds live batches and rebuilds from zero. What is newer is decided by the
aggregate's version, then by the event's id: the order of arrival never matters.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Struct, structs

from contracts.envelope import Envelope
from contracts.publication import FactFamily, PublicationStep, closed_spans
from services.supervision.read_models.model import (
    company_states,
    facts,
    merge_facts,
    tallied_facts,
    tellings,
)
from services.supervision.read_models.model.company_states import Row, State

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
    mobility_totals: Rows = field(default_factory=dict)
    refusals: Rows = field(default_factory=dict)
    counted_facts: Rows = field(default_factory=dict)
    coverage_tellings: Rows = field(default_factory=dict)
    registry_statements: Rows = field(default_factory=dict)
    coverage_statements: Rows = field(default_factory=dict)
    network_journal: Rows = field(default_factory=dict)
    freshness: Rows = field(default_factory=dict)

    def fold(self, envelope: Envelope, fact: Struct) -> None:
        """Take one event in; taking it in twice changes nothing."""
        uai = str(envelope.uai)
        state = _STATES.get(type(fact))
        if state is not None:
            table, key, row = state(fact, uai, envelope)
            _keep(getattr(self, table), key, row | _version(envelope))
        if isinstance(fact, facts.CoverageChanged):
            row = _day_of_coverage(fact, uai, envelope)
            _keep(self.coverage_days, (uai, fact.coverage_id, row["day"]), row)
            self.coverage_tellings[(uai, envelope.id)] = tellings.coverage_telling(fact, envelope)
        counted = tellings.counted_fact(fact, envelope)
        if counted is not None:
            self.counted_facts[(uai, envelope.id)] = counted
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
        if not isinstance(fact, _NO_NEWS) and not _is_none(fact):
            heard = {"uai": uai, "recorded_at": envelope.time, "event_id": envelope.id}
            _keep(self.freshness, (uai,), heard, ("recorded_at", "event_id"))

    def _keep_statement(self, envelope: Envelope, fact: Struct) -> None:
        key = (str(envelope.uai), envelope.id)
        if isinstance(fact, facts.RegistryTotalsStated):
            self.registry_statements[key] = tellings.registry_statement(fact, envelope)
        elif isinstance(fact, tallied_facts.CoverageTotalsStated):
            for row in tellings.coverage_statements(fact, envelope):
                self.coverage_statements[(*key, row["period_id"])] = row


# What the department did, and what goes by itself every night, say nothing of a bureau's activity.
_NO_NEWS = (
    *(facts.LyceeOpened, facts.NewsPublished, facts.NewsWithdrawn),
    *(facts.NetworkRuleDecided, facts.HostingLimitDecided),
    *(facts.RegistryTotalsStated, tallied_facts.CoverageTotalsStated),
)


def _is_none(fact: Struct) -> bool:
    """Whether it tells that there is none: that goes by itself at night, and is no news either."""
    match fact:
        case facts.TaxPledgesTotalled(companies=0) | tallied_facts.MobilityAidTotalled(pupils=0):
            return True
        case tallied_facts.RefusalsTallied(company=0, school=0, pupil=0, other=0):
            return True
        case _:
            return False


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
    row = _counted(fact, uai, envelope) | {"sequence": envelope.sequence}
    return "coverages", (uai, fact.coverage_id), row


def _day_of_coverage(fact: facts.CoverageChanged, uai: str, envelope: Envelope) -> Row:
    day = envelope.time.astimezone(PARIS).date()
    return _counted(fact, uai, envelope) | {"day": day} | _version(envelope)


def _counted(fact: facts.CoverageChanged, uai: str, envelope: Envelope) -> Row:
    return {"uai": uai, **structs.asdict(fact), "recorded_at": envelope.time}


def _publication(fact: facts.PublicationChanged, uai: str, _: Envelope) -> State:
    steps = [PublicationStep(from_on=step.from_on, open=step.open) for step in fact.steps]
    spans = list(closed_spans(FactFamily(fact.family), steps))
    row = {
        "uai": uai,
        "family": fact.family,
        "closed_from": [begins for begins, _ in spans],
        "closed_until": [ends for _, ends in spans],
    }
    return "publications", (uai, fact.family), row


def _action(fact: facts.ActionPlanned, uai: str, _: Envelope) -> State:
    held = fact if isinstance(fact, facts.ActionHeld) else None
    over = "cancelled" if isinstance(fact, facts.ActionCancelled) else "planned"
    row = {
        "uai": uai,
        "action_id": fact.action_id,
        "kind": fact.kind,
        "status": "held" if held else over,
        "planned_on": fact.planned_on,
        "pupils": held.pupils if held else 0,
        "accompanying": held.accompanying if held else 0,
    }
    return "actions", (uai, fact.action_id), row


def _declaration(fact: facts.DeclarationTold, uai: str, _: Envelope) -> State:
    row = {
        "uai": uai,
        "declaration_id": fact.declaration_id,
        "valid_until": fact.valid_until,
        "withdrawn": isinstance(fact, facts.DeclarationWithdrawn),
    }
    return "declarations", (uai, fact.declaration_id), row


def _tax_total(fact: facts.TaxPledgesTotalled, uai: str, _: Envelope) -> State:
    return "tax_totals", (uai, fact.year), {"uai": uai, **structs.asdict(fact)}


def _few_pledges(fact: facts.TaxPledgesSuppressed, uai: str, _: Envelope) -> State:
    row = {"uai": uai, "year": fact.year, "companies": None, "amount_euros": None}
    return "tax_totals", (uai, fact.year), row


def _mobility_total(fact: tallied_facts.MobilityAidTotalled, uai: str, _: Envelope) -> State:
    return "mobility_totals", (uai, fact.school_year), {"uai": uai, **structs.asdict(fact)}


def _few_aids(fact: tallied_facts.MobilityAidSuppressed, uai: str, _: Envelope) -> State:
    row = {"uai": uai, "school_year": fact.school_year, "pupils": None, "amount_euros": None}
    return "mobility_totals", (uai, fact.school_year), row


def _refusals(fact: tallied_facts.RefusalsTallied, uai: str, _: Envelope) -> State:
    return "refusals", (uai, fact.school_year), {"uai": uai, **structs.asdict(fact)}


# Other events are the state of no aggregate of ours: they are a line of the journal.
_STATES: Mapping[type[Struct], Callable[[Any, str, Envelope], State]] = {
    facts.LyceeOpened: _lycee,
    facts.FormationOpened: _formation,
    facts.PeriodPublished: _period,
    facts.CoverageChanged: _coverage,
    facts.PublicationChanged: _publication,
    facts.DeclarationFiled: _declaration,
    facts.DeclarationExpiryAnnounced: _declaration,
    facts.DeclarationExpired: _declaration,
    facts.DeclarationWithdrawn: _declaration,
    facts.TaxPledgesTotalled: _tax_total,
    facts.TaxPledgesSuppressed: _few_pledges,
    tallied_facts.MobilityAidTotalled: _mobility_total,
    tallied_facts.MobilityAidSuppressed: _few_aids,
    tallied_facts.RefusalsTallied: _refusals,
    facts.ActionPlanned: _action,
    facts.ActionHeld: _action,
    facts.ActionCancelled: _action,
    **company_states.STATES,
}


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


_SAID: Mapping[type[Struct], tuple[str, ...]] = {
    facts.LyceeOpened: (),
    facts.FormationOpened: (),
    facts.PeriodPublished: ("starts_on", "ends_on"),
    facts.PublicationChanged: ("family", "open", "from_on"),
    facts.PlacementConfirmed: ("origin", "new_host"),
    facts.PlacementWithdrawn: ("reason",),
    facts.CompanyRegistered: (),
    facts.CompanyCorrected: (),
    facts.CompanyOnboarded: ("reason",),
    merge_facts.CompanyMerged: (),
    merge_facts.MergeUndone: (),
    facts.InteractionLogged: ("interaction_id", "kind", "purpose"),
    facts.InteractionWithdrawn: ("interaction_id",),
    facts.DeclarationFiled: (),
    facts.SiteClosed: ("closed_on",),
    facts.SiteReopened: (),
    facts.CapacityDeclared: ("seats",),
    facts.CapacityWithdrawn: ("seats",),
    facts.ActionPlanned: ("kind",),
    facts.ActionHeld: ("kind", "pupils"),
    facts.ActionCancelled: ("kind",),
    facts.PartnershipProposed: (),
    facts.PartnershipSigned: (),
    facts.PartnershipRenewed: (),
    facts.PartnershipEnded: (),
    facts.ImportCompleted: ("import_id", "created", "updated", "rejected"),
    facts.ImportUndone: ("import_id", "removed", "restored", "kept"),
    facts.NewsPublished: (),
    facts.HostingLimitDecided: ("percent", "small", "small_under", "from_on"),
    facts.NetworkRuleDecided: ("rule", "value", "from_on"),
}
"""What the journal keeps of each event. Coverage is a state and is shown as one; hosts are told
apart from places on purpose, so they are not put side by side here. Exchanges and imports are kept by
their ids: what takes one back is of another day, and has to find it."""


def journal_line(fact: Struct) -> Row | None:
    """What the journal keeps of an event, or None when it is not told there."""
    said = _SAID.get(type(fact))
    if said is None:
        return None
    links = {
        name: getattr(fact, name, None)
        for name in ("company_id", "period_id", "mef", "occurred_on")
    }
    details = {name: getattr(fact, name) for name in said}
    plain = {name: str(of) if isinstance(of, UUID) else of for name, of in details.items()}
    return {**links, "details": plain}
