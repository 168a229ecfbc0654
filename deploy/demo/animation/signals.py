"""Training signals of a year: what invented companies and branches said of trades to bureaux and to the DSDEN."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from contracts.coordination.training_offer import (
    RomeCode,
    SignalKind,
    SignalSource,
    SignalStrength,
)
from contracts.identifiers import CommuneCode, Mef, Siren
from deploy.demo.calendar import Calendar
from deploy.demo.companies import all_companies
from deploy.demo.lycees import (
    GRAND_FOIRAIL,
    LAVANDIERES,
    ORMEAUX,
    PEUPLIERS,
    TILLEULS,
    VIEUX_PONT,
    DemoLycee,
)
from deploy.demo.steps import Act, Step
from services.chassis.reference.nomenclatures.communities import community_of
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.coordination.formations.store import Formations
from services.coordination.news.model.calendar import local_date
from services.coordination.training_signals.commands import raise_signal, withdraw_signal
from services.coordination.training_signals.model import SignalFacts

_SHORTAGE, _NEW, _DECLINE = SignalKind.SHORTAGE, SignalKind.NEW_SKILL, SignalKind.DECLINE
_ONCE, _AGAIN, _LASTING = SignalStrength.ISOLATED, SignalStrength.REPEATED, SignalStrength.LASTING


@dataclass(frozen=True)
class DemoSignal:
    """What was said of a trade, how many days ago, and to whom; by a company of the trade `by`, or by nobody of them."""

    days_ago: int
    lycee: DemoLycee | None
    rome: str
    text: str
    kind: SignalKind = _SHORTAGE
    strength: SignalStrength = _ONCE
    source: SignalSource = SignalSource.COMPANY
    by: str = ""
    mef: str = ""
    commune: str = ""
    withdrawn: bool = False


def _mef(lycee: DemoLycee, short: str) -> str:
    return next(one.mef for one in lycee.classes if one.class_label.endswith(short))


_WELDING, _ELECTRICITY = _mef(ORMEAUX, "TCI"), _mef(TILLEULS, "MELEC")
_SIGNALS: Sequence[DemoSignal] = (
    DemoSignal(
        *(
            320,
            ORMEAUX,
            "H2902",
            "Deux chaudronniers partent à la retraite, personne ne se présente.",
        ),
        by="industrie",
        mef=_WELDING,
    ),
    DemoSignal(
        *(251, ORMEAUX, "H2916", "Des soudeurs, on en trouve. Formés au TIG sur inox, aucun."),
        kind=_NEW,
        strength=_AGAIN,
        by="industrie",
        mef=_WELDING,
    ),
    DemoSignal(
        *(214, VIEUX_PONT, "G1609", "Le second de cuisine fait le plongeur aussi, faute de monde."),
        strength=_LASTING,
        by="restauration",
    ),
    DemoSignal(
        *(188, LAVANDIERES, "J1501", "Trois services ont fermé des lits cet été."),
        strength=_LASTING,
        by="soin",
    ),
    DemoSignal(
        *(160, TILLEULS, "M1856", "Les clients demandent qui surveille leur réseau la nuit."),
        kind=_NEW,
        by="numérique",
    ),
    DemoSignal(
        *(131, GRAND_FOIRAIL, "F1503", "On refuse des charpentes depuis le printemps."),
        strength=_AGAIN,
        by="bois",
    ),
    DemoSignal(
        *(117, PEUPLIERS, "N1110", "L’entrepôt prépare seul la moitié des commandes, désormais."),
        kind=_DECLINE,
        by="logistique",
    ),
    DemoSignal(
        *(96, None, "H2902", "La branche compte quarante postes ouverts dans le département."),
        strength=_LASTING,
        source=SignalSource.BRANCH,
    ),
    DemoSignal(
        *(74, ORMEAUX, "H2902", "Le tuteur embaucherait notre élève demain, s’il avait fini."),
        strength=_AGAIN,
        source=SignalSource.TUTOR,
        by="industrie",
        mef=_WELDING,
    ),
    DemoSignal(
        *(53, TILLEULS, "F1602", "Plus un électricien disponible avant l’été."),
        by="électricité",
        mef=_ELECTRICITY,
    ),
    DemoSignal(
        *(40, TILLEULS, "F1602", "Le même chantier, noté deux fois."),
        by="électricité",
        withdrawn=True,
    ),
    DemoSignal(
        *(26, GRAND_FOIRAIL, "H2206", "Le comité du secteur en parle à chaque réunion."),
        strength=_LASTING,
        source=SignalSource.COMMITTEE,
        commune="82037",
    ),
    DemoSignal(
        *(12, LAVANDIERES, "J1501", "Deux remplaçantes pour six résidences."),
        strength=_AGAIN,
        by="soin",
    ),
    DemoSignal(
        *(4, TILLEULS, "F1602", "Il refuse les bornes de recharge, faute de gens formés."),
        kind=_NEW,
        strength=_AGAIN,
        by="électricité",
        mef=_ELECTRICITY,
    ),
    DemoSignal(
        *(2, ORMEAUX, "H2916", "Un troisième atelier ne trouve pas de soudeur au TIG."),
        strength=_AGAIN,
        by="industrie",
        mef=_WELDING,
    ),
)


def training_signals(calendar: Calendar) -> list[Step]:
    """Each signal, on the day it was said."""
    return [
        Step(
            f"signal:{rank}",
            one.lycee.uai if one.lycee else None,
            calendar.at(calendar.today - timedelta(days=one.days_ago), 10),
            [_notes(one, rank)],
        )
        for rank, one in enumerate(_SIGNALS)
    ]


def _notes(signal: DemoSignal, rank: int) -> Act:
    async def act(uow: UnitOfWork) -> None:
        company, commune = _company(signal, rank)
        community = community_of(commune)
        # Before the bus told that a lycée has it, a formation is none of the network.
        known = signal.mef and Mef(signal.mef) in await Formations(uow).all()
        facts = SignalFacts(
            kind=signal.kind,
            rome=RomeCode(signal.rome),
            strength=signal.strength,
            source=signal.source,
            told_on=local_date(uow.now),
            text=signal.text,
            mef=Mef(signal.mef) if known else None,
            territory=Siren(community.code) if community else None,
            company=company,
        )
        signal_id = await raise_signal(uow, facts=facts, now=uow.now)
        if signal.withdrawn:
            await withdraw_signal(uow, signal_id=signal_id, version=1, now=uow.now)

    return act


def _company(signal: DemoSignal, rank: int) -> tuple[str | None, CommuneCode | None]:
    """A company of the trade that the bureau knows, and where it is."""
    if not signal.by or signal.lycee is None:
        return None, CommuneCode(signal.commune) if signal.commune else None
    of_the_trade = [one for one in all_companies() if one.trade == signal.by]
    own = [one for one in of_the_trade if signal.lycee in one.lycees] or of_the_trade
    chosen = own[rank % len(own)]
    return chosen.details.name, chosen.site.commune
