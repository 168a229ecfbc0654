"""What supervision answers about a formation: the same figures its page shows, as codes and counts."""

from contracts.coordination.training_offer import SignalKind, SignalStrength
from contracts.identifiers import SchoolYear, Uai
from contracts.supervision.evidence import (
    FORMATION_EVIDENCE,
    ConfirmedHosts,
    FormationEvidence,
    FormationEvidenceRequest,
    LyceeEvidence,
    PlacesOfFormation,
    SignalsOfMonth,
    ToldCount,
    WhyUntold,
)
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.supervision.base.answers import answers
from services.supervision.base.figures import Count, Untold
from services.supervision.evidence.model import (
    Evidence,
    HostsOfYear,
    LyceeOfYear,
    PlacesOfYear,
    may_leave,
)
from services.supervision.evidence.queries import read_evidence

_WHY = {
    Untold.WITHHELD: WhyUntold.WITHHELD,
    Untold.SILENT: WhyUntold.SILENT,
    Untold.TOO_FEW: WhyUntold.TOO_FEW,
    Untold.TODAY: WhyUntold.TODAY,
    Untold.NOTHING: WhyUntold.NOTHING,
}


@answers.to(FORMATION_EVIDENCE, department_wide=True)
async def formation_evidence(
    request: FormationEvidenceRequest, uow: UnitOfWork
) -> FormationEvidence:
    """The evidence of a formation: of all lycées asked for the DSDEN, of one asked for it; small numbers go where they may leave."""
    found, _ = await read_evidence(
        uow, request.mef, territory=request.territory, romes=request.romes
    )
    return _answer(may_leave(found) if request.leaving else found)


def _answer(found: Evidence) -> FormationEvidence:
    return FormationEvidence(
        known_on=found.known_on,
        places=tuple(map(_places, found.places)),
        hosts=tuple(map(_hosts, found.hosts)),
        lycees=tuple(_lycee(one, found) for one in found.lycees),
        signals=tuple(
            SignalsOfMonth(
                month=one.month,
                kind=SignalKind(one.kind),
                strength=SignalStrength(one.strength),
                everywhere=one.everywhere,
                count=one.count,
            )
            for one in found.signals
        ),
        signalling_lycees=found.signalling,
    )


def _count(count: Count) -> ToldCount:
    if isinstance(count, Untold):
        return ToldCount(why=_WHY.get(count, WhyUntold.UNTOLD))
    return ToldCount(count=count)


def _places(one: PlacesOfYear) -> PlacesOfFormation:
    return PlacesOfFormation(
        uai=Uai(one.uai) if one.uai else None,
        school_year=SchoolYear(one.year),
        periods=one.periods,
        told=one.told,
        needed=_count(one.needed),
        found=_count(one.found),
        without=_count(one.without),
    )


def _hosts(one: HostsOfYear) -> ConfirmedHosts:
    return ConfirmedHosts(
        uai=Uai(one.uai),
        school_year=SchoolYear(one.year),
        confirmed=_count(one.confirmed),
        new_hosts=_count(one.new),
        lost=_count(one.lost),
    )


def _lycee(one: LyceeOfYear, found: Evidence) -> LyceeEvidence:
    return LyceeEvidence(
        uai=Uai(one.uai),
        school_year=SchoolYear(one.year),
        hosts=_count(one.hosts),
        refusals=_count(one.refusals),
        refused_by=dict(one.refused_by),
        seats=_count(one.seats),
        heard_on=found.heard_on.get(one.uai),
    )
