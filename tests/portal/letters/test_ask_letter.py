"""Asking for a mail that lets somebody in, and what that mail is told."""

import asyncio
from datetime import timedelta

import pytest

from contracts.portal.accounts import SignInLetterAskedV1, SignInLetterKind
from services.chassis.base.identity import Role
from services.chassis.base.settings import placeholder_uai
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.portal.letters.model import LASTS, LetterUnknown
from tests.portal.world import ELSEWHERE, MAIL, a_letter, a_lycee, an_account, the_letter
from tests.support.services import NOW, Published, ServiceDatabases

MINUTE = timedelta(minutes=1)
DSDEN = placeholder_uai("82")


async def test_the_network_is_told_of_a_letter_and_of_nobody(
    units: UnitsOfWork, published: Published
) -> None:
    await a_lycee(units)
    letter_id = await a_letter(units, await an_account(units))

    [told] = await published(SignInLetterAskedV1)

    assert (told.letter_id, told.kind) == (letter_id, SignInLetterKind.FORGOTTEN)
    assert "vidal" not in told.model_dump_json().lower()


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (SignInLetterKind.INVITATION, "url"),
        (SignInLetterKind.FORGOTTEN, "url"),
        (SignInLetterKind.ONE_TIME_CODE, "code"),
    ],
)
async def test_a_letter_has_a_link_or_a_code_until_its_time_is_over(
    units: UnitsOfWork, kind: SignInLetterKind, told: str
) -> None:
    await a_lycee(units)
    letter_id = await a_letter(units, await an_account(units), kind)

    letter = await the_letter(units, letter_id, now=NOW + LASTS[kind] - MINUTE)
    over = await the_letter(units, letter_id, now=NOW + LASTS[kind])

    assert (letter.standing, letter.mail, letter.display_name) == (True, MAIL, "Claire Vidal")
    assert {name for name in ("url", "code") if getattr(letter, name)} == {told}
    assert letter.expires_at == NOW + LASTS[kind]
    assert (over.standing, over.url, over.code) == (False, None, None)


async def test_a_letter_told_again_says_the_same(units: UnitsOfWork) -> None:
    await a_lycee(units)
    letter_id = await a_letter(units, await an_account(units))

    first = await the_letter(units, letter_id)
    assert first.url is not None
    assert first.url.startswith("http://127.0.0.1:8000/mot-de-passe/choisir/")
    assert await the_letter(units, letter_id, now=NOW + MINUTE) == first


async def test_no_secret_of_a_letter_is_in_the_database(
    units: UnitsOfWork, service_databases: ServiceDatabases
) -> None:
    await a_lycee(units)
    account_id = await an_account(units)
    link = await the_letter(units, await a_letter(units, account_id))
    code = await the_letter(
        units, await a_letter(units, account_id, SignInLetterKind.ONE_TIME_CODE)
    )
    assert link.url is not None
    assert code.code is not None

    superuser = await service_databases.superuser("portal")
    rows = await superuser.fetch(
        "SELECT row_to_json(l)::text AS row FROM sign_in_letters l"
        " UNION ALL SELECT row_to_json(j)::text FROM journal j"
    )
    await superuser.close()

    assert len(rows) == 5
    for row in rows:
        assert link.url.rpartition("/")[2] not in row["row"]
        assert f'"{code.code}"' not in row["row"]


async def test_a_newer_letter_of_a_kind_replaces_the_one_before(units: UnitsOfWork) -> None:
    await a_lycee(units)
    account_id = await an_account(units)
    code = await a_letter(units, account_id, SignInLetterKind.ONE_TIME_CODE)
    first = await a_letter(units, account_id)
    second = await a_letter(units, account_id, now=NOW + 2 * MINUTE)

    assert not (await the_letter(units, first, now=NOW + 2 * MINUTE)).standing
    assert (await the_letter(units, second, now=NOW + 2 * MINUTE)).standing
    assert (await the_letter(units, code, now=NOW + 2 * MINUTE)).standing


async def test_asked_twice_at_once_one_letter_is_sent(
    units: UnitsOfWork, published: Published
) -> None:
    await a_lycee(units)
    account_id = await an_account(units)

    letters = await asyncio.gather(*(a_letter(units, account_id) for _ in range(4)))

    assert len(set(letters)) == 1
    assert len(await published(SignInLetterAskedV1)) == 1


async def test_a_letter_of_another_lycee_is_unknown(units: UnitsOfWork) -> None:
    await a_lycee(units)
    await a_lycee(units, ELSEWHERE, "LP de la Garonne")
    letter_id = await a_letter(units, await an_account(units))

    with pytest.raises(LetterUnknown):
        await the_letter(units, letter_id, uai=ELSEWHERE)


async def test_somebody_of_no_lycee_gets_letters_too(
    units: UnitsOfWork, published: Published
) -> None:
    account_id = await an_account(units, role=Role.SUPERVISOR, uais=())

    letter_id = await a_letter(units, account_id, uai=DSDEN)

    assert (await the_letter(units, letter_id, uai=DSDEN)).standing
    assert len(await published(SignInLetterAskedV1)) == 1
