"""What notices say of agreements: to be signed, refused, signed by all, replaced by an amendment."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date

from contracts.internships.agreements import AgreementStanding, Signer
from contracts.notices import AskedNotice, NoticeFacts, NoticeKind
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.internships.agreements.labels import AGREEMENTS, REFUSALS, SIGNERS
from services.internships.agreements.model.agreement_record import Agreement, Terms
from services.internships.agreements.model.agreement_states import OUT
from services.internships.base.days import local_date
from services.internships.notices.answers.words import (
    AskedFacts,
    account,
    day,
    days,
    lines,
    object_of,
    told_to_referent,
    where,
)
from services.internships.notices.queries.agreements import (
    NoticedAgreement,
    read_noticed_agreements,
)
from services.internships.signatures.queries import AWAITS_HEAD

_OF_REFERENTS = (NoticeKind.AGREEMENT_REFUSED, NoticeKind.AGREEMENT_SIGNED)
_Lines = Iterable[tuple[str, str | None]]


async def facts_of_agreements(uow: UnitOfWork, asked: Collection[AskedNotice]) -> AskedFacts:
    """Three statements, however many are asked about."""
    found = await read_noticed_agreements(uow, {one.about for one in asked})
    today = local_date(uow.now)
    return {
        (one.kind, one.about): _facts(one.kind, found[one.about], today)
        for one in asked
        if one.about in found
    }


def _facts(kind: NoticeKind, noticed: NoticedAgreement, today: date) -> NoticeFacts:
    stands, said, path = _SAID[kind]
    stay = noticed.stay
    facts = NoticeFacts(
        standing=not stay.erased and stands(noticed, today),
        object=object_of(stay),
        lines=lines(
            (
                ("Classe", stay.class_label),
                ("Lieu d’accueil", where(stay)),
                ("PFMP", days(stay.first_on, stay.last_on)),
                *said(noticed, today),
            )
        ),
        path=path(noticed),
        by=account(noticed.agreement.moved_by),
    )
    return facts.model_copy(update=told_to_referent(stay)) if kind in _OF_REFERENTS else facts


def _awaits_head(noticed: NoticedAgreement, today: date) -> bool:
    """Whether an agreement waits for the head, as the pile of the head has it."""
    one = noticed.agreement
    return (
        one.standing in OUT
        and one.confirmed
        and Signer.HEAD in one.awaited(today)
        and today <= noticed.stay.last_on
    )


def _is_refused(noticed: NoticedAgreement, today: date) -> bool:
    one = noticed.agreement
    refused = one.standing is AgreementStanding.REFUSED and one.refusal is not None
    return refused and today <= noticed.stay.last_on


def _is_signed(noticed: NoticedAgreement, _: date) -> bool:
    return noticed.agreement.standing is AgreementStanding.SIGNED


def _is_amended(noticed: NoticedAgreement, today: date) -> bool:
    """Until all have signed what took its place."""
    after = noticed.amendment
    return (
        noticed.agreement.standing is AgreementStanding.AMENDED
        and after is not None
        and after.confirmed
        and after.closed_on is None
        and after.standing is not AgreementStanding.SIGNED
        and today <= noticed.stay.last_on
    )


def _awaited(noticed: NoticedAgreement, today: date) -> _Lines:
    yield "Signatures attendues", _who_lacks(noticed.agreement, today)
    issued_on = noticed.agreement.issued_on
    yield "Émise le", day(issued_on) if issued_on else None


def _refusal(noticed: NoticedAgreement, today: date) -> _Lines:
    refusal = noticed.agreement.refusal
    if refusal:
        yield "Refuse de signer", SIGNERS[refusal.signer]
        yield "Motif", REFUSALS[refusal.reason]
        yield "Noté le", day(refusal.on)
    others = [
        one for one in noticed.agreement.awaited(today) if one != (refusal and refusal.signer)
    ]
    yield "Autres signatures attendues", ", ".join(SIGNERS[one] for one in others) or None


def _signature(noticed: NoticedAgreement, _: date) -> _Lines:
    signed_on = noticed.agreement.signed_on
    yield "Signée par tous le", day(signed_on) if signed_on else None


def _amendment(noticed: NoticedAgreement, today: date) -> _Lines:
    printed, after = noticed.agreement.printed, noticed.amendment
    if printed:
        yield "Ce qui a changé", _changed(printed, noticed.agreement.terms)
        if _dates(printed) != _dates(noticed.agreement.terms):
            yield "Dates de la convention remplacée", days(*_dates(printed))
    if after:
        yield "Avenant", AGREEMENTS[after.standing][0]
        yield "Signatures attendues", _who_lacks(after, today)


def _who_lacks(agreement: Agreement, today: date) -> str | None:
    return ", ".join(SIGNERS[one] for one in agreement.awaited(today)) or None


def _dates(terms: Terms) -> tuple[date, date]:
    return terms.starts_on, terms.ends_on


def _changed(printed: Terms, now: Terms) -> str | None:
    changed = []
    if _dates(printed) != _dates(now):
        changed.append("les dates")
    if printed.tutor_id != now.tutor_id:
        changed.append("le tuteur")
    return " et ".join(changed).capitalize() or None


def _one_agreement(noticed: NoticedAgreement) -> str:
    return f"/pfmp/placements/{noticed.stay.placement_id}/signatures"


def _pile(noticed: NoticedAgreement) -> str:
    """Where the head signs those of a class at once."""
    stay = noticed.stay
    asked = f"classe={stay.class_id}&etat={AWAITS_HEAD}"
    return f"/pfmp/periodes/{stay.period_id}/conventions?{asked}"


_SAID: Mapping[
    NoticeKind,
    tuple[
        Callable[[NoticedAgreement, date], bool],
        Callable[[NoticedAgreement, date], _Lines],
        Callable[[NoticedAgreement], str],
    ],
] = {
    NoticeKind.AGREEMENT_TO_SIGN: (_awaits_head, _awaited, _pile),
    NoticeKind.AGREEMENT_REFUSED: (_is_refused, _refusal, _one_agreement),
    NoticeKind.AGREEMENT_SIGNED: (_is_signed, _signature, _one_agreement),
    NoticeKind.AGREEMENT_AMENDED: (_is_amended, _amendment, _one_agreement),
}
"""Of each kind: while what is so it stands, what it says, where one acts."""
