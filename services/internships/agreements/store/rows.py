"""Rows of agreements and of their signatures, read and written."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from contracts.identifiers import Uai
from contracts.internships.agreements import (
    AgreementStanding,
    SignatureChannel,
    SignatureRefusal,
    Signer,
)
from services.internships.agreements.model.agreement_record import (
    Agreement,
    Refusal,
    Signature,
    Terms,
)


def prepared_row(row: Row[Any], agreement_id: UUID, act: UUID, on: date) -> Agreement:
    """What is prepared for a place."""
    return Agreement(
        id=agreement_id,
        uai=Uai(row.uai),
        placement_id=row.placement_id,
        period_id=row.period_id,
        pupil_year_id=row.pupil_year_id,
        terms=Terms(row.starts_on, row.ends_on, row.tutor_id),
        confirmed=row.confirmed,
        born_on=row.born_on,
        has_referent=row.has_referent,
        prepared_on=on,
        prepared_act=act,
    )


def signature(row: Row[Any]) -> Signature | None:
    """Read a row of `agreement_signatures`."""
    if row.signed_on is None:
        return None
    return Signature(row.signed_on, SignatureChannel(row.channel), row.delegated, row.act_id)


def agreement_row(row: Row[Any], signed: dict[Signer, Signature | None]) -> Agreement:
    """Read an agreement with its signatures."""
    printed = refused = None
    if row.printed_starts_on:
        printed = Terms(row.printed_starts_on, row.printed_ends_on, row.printed_tutor_id)
    if row.refused_by:
        refused = Refusal(
            Signer(row.refused_by), SignatureRefusal(row.refused_reason), row.refused_on
        )
    return Agreement(
        id=row.agreement_id,
        uai=Uai(row.uai),
        placement_id=row.placement_id,
        period_id=row.period_id,
        pupil_year_id=row.pupil_year_id,
        terms=Terms(row.starts_on, row.ends_on, row.tutor_id),
        confirmed=row.confirmed,
        born_on=row.born_on,
        has_referent=row.has_referent,
        prepared_on=row.prepared_on,
        prepared_act=row.prepared_act,
        amends=row.amends,
        standing=AgreementStanding(row.standing),
        printed=printed,
        issued_on=row.issued_on,
        issued_act=row.issued_act,
        signatures=signed,
        refused=refused,
        closed_on=row.closed_on,
        moved_by=row.moved_by,
        version=row.version,
    )


def values_of(agreement: Agreement) -> dict[str, object]:
    """The columns of an agreement."""
    printed, refused = agreement.printed, agreement.refused
    return {
        "uai": agreement.uai,
        "agreement_id": agreement.id,
        "placement_id": agreement.placement_id,
        "amends": agreement.amends,
        "standing": agreement.standing.value,
        "prepared_on": agreement.prepared_on,
        "prepared_act": agreement.prepared_act,
        "issued_on": agreement.issued_on,
        "issued_act": agreement.issued_act,
        "signed_on": agreement.signed_on,
        "printed_starts_on": printed.starts_on if printed else None,
        "printed_ends_on": printed.ends_on if printed else None,
        "printed_tutor_id": printed.tutor_id if printed else None,
        "refused_by": refused.signer.value if refused else None,
        "refused_reason": refused.reason.value if refused else None,
        "refused_on": refused.on if refused else None,
        "closed_on": agreement.closed_on,
        "version": agreement.version,
    }


def signed_of(agreement: Agreement) -> list[dict[str, object]]:
    """The rows of its signatures, of those awaited too."""
    return [
        {
            "uai": agreement.uai,
            "agreement_id": agreement.id,
            "signer": signer.value,
            "signed_on": signed.on if signed else None,
            "channel": signed.channel.value if signed else None,
            "delegated": bool(signed and signed.delegated),
            "act_id": signed.act if signed else None,
        }
        for signer, signed in agreement.signatures.items()
    ]
