"""What a notice says of an agreement: to sign, refused, signed by all, replaced by an amendment."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest_asyncio

from contracts.internships.agreements import SignatureChannel, SignatureRefusal, Signer
from contracts.internships.placements import EndReason
from contracts.notices import NoticeKind
from services.internships.agreements.model.agreement_record import Refusal
from services.internships.placements.commands.set_placement_dates import set_placement_dates
from services.internships.signatures.commands.record_signatures import HowSigned, record_signatures
from services.internships.signatures.commands.refuse_signature import refuse_signature
from tests.internships.notices.asking import Winter, a_winter, acting, said, told, told_of
from tests.internships.world import TODAY, Lycee

K = NoticeKind
KINDS = (K.AGREEMENT_TO_SIGN, K.AGREEMENT_REFUSED, K.AGREEMENT_SIGNED, K.AGREEMENT_AMENDED)


@pytest_asyncio.fixture
async def winter(lycee: Lycee) -> Winter:
    return await a_winter(lycee)


async def signs(lycee: Lycee, agreement: UUID, *signers: Signer) -> None:
    await lycee.do(
        record_signatures,
        ticks={agreement: signers or None},
        how=HowSigned(TODAY, SignatureChannel.PAPER),
        now=lycee.now,
    )


async def standing(lycee: Lycee, agreement: UUID) -> list[NoticeKind]:
    facts = await told(lycee, *((kind, agreement) for kind in KINDS))
    return [kind for kind, one in zip(KINDS, facts, strict=True) if one and one.standing]


async def test_an_agreement_is_to_be_signed_until_the_head_has(
    lycee: Lycee, winter: Winter
) -> None:
    agreement, _ = await winter.issues()
    facts = await told_of(lycee, K.AGREEMENT_TO_SIGN, agreement)

    assert await standing(lycee, agreement) == [K.AGREEMENT_TO_SIGN]
    assert facts.object == "FABRE Inès, Garage du Pont"
    assert facts.path == (
        f"/pfmp/periodes/{winter.period}/conventions?classe={winter.class_id}&etat=direction"
    )
    assert said(facts) == {
        "Classe": "2ELEC",
        "Lieu d’accueil": "Garage du Pont, Caussade",
        "PFMP": "Du lundi 4 janvier au vendredi 29 janvier 2027",
        "Signatures attendues": (
            "Direction, Entreprise, Élève, Représentant légal, Enseignant référent, Tuteur"
        ),
        "Émise le": "mardi 24 novembre 2026",
    }

    await signs(lycee, agreement, Signer.HEAD)
    assert await standing(lycee, agreement) == []


async def test_an_agreement_all_have_signed_says_when(lycee: Lycee, winter: Winter) -> None:
    agreement, _ = await winter.issues()
    await signs(lycee, agreement)

    assert await standing(lycee, agreement) == [K.AGREEMENT_SIGNED]
    facts = await told_of(lycee, K.AGREEMENT_SIGNED, agreement)
    assert said(facts)["Signée par tous le"] == "mardi 24 novembre 2026"
    assert facts.path == f"/pfmp/placements/{winter.placements[0]}/signatures"


async def test_a_refusal_says_who_and_why_until_they_sign(lycee: Lycee, winter: Winter) -> None:
    agreement, _ = await winter.issues()
    refusal = Refusal(Signer.HOST, SignatureRefusal.DATES, TODAY)
    await lycee.do(
        refuse_signature, agreement_id=agreement, version=2, refusal=refusal, now=lycee.now
    )

    assert K.AGREEMENT_REFUSED in await standing(lycee, agreement)
    lines = said(await told_of(lycee, K.AGREEMENT_REFUSED, agreement))
    assert lines["Refuse de signer"] == "Entreprise"
    assert lines["Motif"] == "Les dates ou les horaires"
    assert "Entreprise" not in lines["Autres signatures attendues"]
    # Once the PFMP is over there is nothing left to sign.
    assert await standing(winter.at(datetime(2027, 2, 1, 9, tzinfo=UTC)), agreement) == []

    await signs(lycee, agreement)
    assert await standing(lycee, agreement) == [K.AGREEMENT_SIGNED]


async def test_what_was_replaced_says_what_changed_until_all_have_signed_the_amendment(
    lycee: Lycee, winter: Winter
) -> None:
    agreement, _ = await winter.issues()
    await signs(lycee, agreement)
    await lycee.do(
        set_placement_dates,
        placement_id=winter.placements[0],
        version=2,
        starts_on=date(2027, 1, 4),
        ends_on=date(2027, 1, 22),
        reason=EndReason.COMPANY,
        now=lycee.now,
    )
    amendment = await lycee.superuser.fetchval(
        "SELECT agreement_id FROM agreements WHERE amends = $1", agreement
    )

    assert await standing(lycee, agreement) == [K.AGREEMENT_AMENDED]
    lines = said(await told_of(lycee, K.AGREEMENT_AMENDED, agreement))
    assert lines["PFMP"] == "Du lundi 4 janvier au vendredi 22 janvier 2027"
    assert lines["Ce qui a changé"] == "Les dates"
    assert lines["Dates de la convention remplacée"] == (
        "Du lundi 4 janvier au vendredi 29 janvier 2027"
    )
    assert lines["Avenant"] == "Préparée"

    later = winter.at(datetime(2027, 2, 1, 9, tzinfo=UTC))
    assert await standing(later, agreement) == []
    assert amendment is not None


async def test_who_was_erased_is_not_named(lycee: Lycee, winter: Winter) -> None:
    agreement, _ = await winter.issues()
    await lycee.superuser.execute(
        "UPDATE pupils SET last_name = NULL, first_name = NULL, name_key = NULL, born_on = NULL,"
        " commune = NULL, erased_at = now() WHERE pupil_year_id = $1",
        winter.pupils[0],
    )
    facts = await told_of(lycee, K.AGREEMENT_TO_SIGN, agreement)
    assert not facts.standing
    assert "FABRE" not in facts.model_dump_json()


async def test_another_lycee_is_told_nothing(
    winter: Winter, other_lycee: Lycee, lycee: Lycee
) -> None:
    agreement, _ = await winter.issues()
    assert await told(other_lycee, *((kind, agreement) for kind in KINDS)) == [None] * 4
    assert await told(lycee, *((kind, uuid4()) for kind in KINDS)) == [None] * 4


async def test_who_moved_an_agreement_last_is_said(lycee: Lycee, winter: Winter) -> None:
    agreement, _ = await winter.issues()
    assert (await told_of(lycee, K.AGREEMENT_TO_SIGN, agreement)).by is None

    me = uuid4()
    refusal = Refusal(Signer.HOST, SignatureRefusal.DATES, TODAY)
    async with acting(lycee, me) as uow:
        await refuse_signature(uow, agreement_id=agreement, version=2, refusal=refusal, now=uow.now)
    assert (await told_of(lycee, K.AGREEMENT_REFUSED, agreement)).by == me
