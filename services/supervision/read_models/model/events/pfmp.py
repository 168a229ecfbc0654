"""PFMP: their dates, coverage, places confirmed and lost, and the totals the trackers tell of a lycée."""

from datetime import date
from uuid import UUID

from msgspec import Struct, structs

from contracts.envelope import Envelope
from contracts.internships.mobility import MobilityAidSuppressedV1, MobilityAidTotalledV1
from contracts.internships.periods import (
    CoverageChangedV1,
    PfmpPeriodPublishedV1,
    PlacementConfirmedV1,
    PlacementWithdrawnV1,
    SiteHostingTalliedV1,
)
from contracts.internships.search import RefusalTalliedV1
from contracts.internships.totals import CoverageTotalsStatedV1
from services.supervision.base.days_in_words import NBSP, between
from services.supervision.journal.model import Said
from services.supervision.read_models.model.folded_events import Row, State, folded, never

_ORIGINS = {
    "office": "trouvé par le bureau des entreprises",
    "teacher": "trouvé par un enseignant",
    "pupil": "trouvé par l’élève",
    "family": "trouvé par la famille",
    "offer": "issu d’une offre",
}
_REASONS = {
    "host": "retrait du lieu d’accueil",
    "pupil": "à la demande de l’élève",
    "lycee": "à la demande du lycée",
    "replaced": "remplacé par un autre",
    "mistake": "erreur de saisie",
}


def _period(fact: "PeriodPublished", uai: str, _: Envelope) -> State:
    row = {
        "uai": uai,
        "period_id": fact.period_id,
        "mefs": sorted(set(fact.mefs)),
        "starts_on": fact.starts_on,
        "ends_on": fact.ends_on,
        "weeks": fact.weeks,
    }
    return "periods", (uai, fact.period_id), row


def _period_published(said: Said) -> str:
    days = (date.fromisoformat(said.details[name]) for name in ("starts_on", "ends_on"))
    return f"a publié une PFMP {between(*days)}"


@folded(
    PfmpPeriodPublishedV1, state=_period, says=_period_published, keeps=("starts_on", "ends_on")
)
class PeriodPublished(Struct):
    period_id: UUID
    mefs: tuple[str, ...]
    starts_on: date
    ends_on: date
    weeks: int
    occurred_on: date


def counted(fact: "CoverageChanged", uai: str, envelope: Envelope) -> Row:
    """What is counted of a formation in a PFMP, and when that was told."""
    return {"uai": uai, **structs.asdict(fact), "recorded_at": envelope.time}


def _coverage(fact: "CoverageChanged", uai: str, envelope: Envelope) -> State:
    row = counted(fact, uai, envelope) | {"sequence": envelope.sequence}
    return "coverages", (uai, fact.coverage_id), row


@folded(CoverageChangedV1, state=_coverage)
class CoverageChanged(Struct):
    """A state, and shown as one: the journal has no line of it."""

    coverage_id: UUID
    period_id: UUID
    mef: str
    concerned: int
    exempted: int
    left: int
    host_agreed: int
    agreement_issued: int
    agreement_signed: int


def _placement_confirmed(said: Said) -> str:
    places = "un lieu d’accueil" if said.times == 1 else f"{said.times}{NBSP}lieux d’accueil"
    told = f"a confirmé {places} en {said.formation}{said.for_the_period}"
    if said.times > 1:
        return told
    notes = [_ORIGINS.get(said.details.get("origin", ""))]
    notes += ["nouveau pour ce lycée"] if said.details.get("new_host") else []
    known = [note for note in notes if note]
    return f"{told} ({', '.join(known)})" if known else told


@folded(PlacementConfirmedV1, says=_placement_confirmed, keeps=("origin", "new_host"))
class PlacementConfirmed(Struct):
    """Hosts are told apart from places on purpose: the journal does not put them side by side."""

    period_id: UUID
    mef: str
    origin: str
    new_host: bool
    occurred_on: date


def _placement_withdrawn(said: Said) -> str:
    reason = _REASONS.get(said.details.get("reason", ""))
    told = f"a perdu un lieu d’accueil en {said.formation}{said.for_the_period}"
    return f"{told} ({reason})" if reason else told


@folded(PlacementWithdrawnV1, says=_placement_withdrawn, keeps=("reason",))
class PlacementWithdrawn(Struct):
    period_id: UUID
    mef: str
    reason: str
    occurred_on: date


def _seats(fact: "SeatsTallied", uai: str, _: Envelope) -> State:
    row = {
        "uai": uai,
        "tally_id": fact.tally_id,
        "site_key": fact.site_key,
        "school_year": fact.school_year,
        "week": fact.week,
        "seats": fact.seats,
    }
    return "hostings", (uai, fact.tally_id), row


@folded(SiteHostingTalliedV1, state=_seats)
class SeatsTallied(Struct):
    """How many pupils a site hosts for a lycée in a week: of no formation and no period."""

    tally_id: UUID
    site_key: str
    school_year: str
    week: str
    seats: int


def _mobility_total(fact: "MobilityAidTotalled", uai: str, _: Envelope) -> State:
    return "mobility_totals", (uai, fact.school_year), {"uai": uai, **structs.asdict(fact)}


def _some_aid(fact: "MobilityAidTotalled") -> bool:
    # That there is none goes by itself at night, and is no news.
    return fact.pupils > 0


@folded(MobilityAidTotalledV1, state=_mobility_total, news=_some_aid)
class MobilityAidTotalled(Struct):
    """What a lycée granted in a school year."""

    school_year: str
    pupils: int
    amount_euros: int


def _few_aids(fact: "MobilityAidSuppressed", uai: str, _: Envelope) -> State:
    row = {"uai": uai, "school_year": fact.school_year, "pupils": None, "amount_euros": None}
    return "mobility_totals", (uai, fact.school_year), row


@folded(MobilityAidSuppressedV1, state=_few_aids)
class MobilityAidSuppressed(Struct):
    """The total of a school year is of too few pupils to be told."""

    school_year: str


def _refusals(fact: "RefusalsTallied", uai: str, _: Envelope) -> State:
    return "refusals", (uai, fact.school_year), {"uai": uai, **structs.asdict(fact)}


def _some_refusal(fact: "RefusalsTallied") -> bool:
    return any((fact.company, fact.school, fact.pupil, fact.other))


@folded(RefusalTalliedV1, state=_refusals, news=_some_refusal)
class RefusalsTallied(Struct):
    """How often hosts refused a lycée in a school year, by whose doing it was."""

    school_year: str
    company: int
    school: int
    pupil: int
    other: int


class PeriodTotals(Struct):
    period_id: UUID
    concerned: int
    exempted: int
    left: int
    host_agreed: int
    agreement_issued: int
    agreement_signed: int


@folded(CoverageTotalsStatedV1, news=never)
class CoverageTotalsStated(Struct):
    """Coverage of a lycée as its tracker counted it among its pupils, after all it told before."""

    periods: tuple[PeriodTotals, ...]
