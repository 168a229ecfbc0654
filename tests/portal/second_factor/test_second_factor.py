"""A code asked besides the password, as its owner, a thief of the password and a head see it."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pyotp
import pytest
import pytest_asyncio

from contracts.portal.accounts import SignInLetterKind
from contracts.portal.second_factor import SecondFactorNoticeAskedV1, SecondFactorNoticeKind
from services.chassis.base.identity import Role
from services.chassis.base.settings import Settings
from services.chassis.unit_of_work import audit_log
from services.chassis.unit_of_work.audit_log import REFUSED, Filters
from services.chassis.unit_of_work.unit_of_work import Scope, UnitsOfWork
from services.portal.accounts.store import Accounts
from services.portal.attempts.model import FACTORS_PER_ACCOUNT_MAX
from services.portal.base.scopes import DEPARTMENT
from services.portal.connections.commands import sign_out_everywhere
from services.portal.second_factor.queries import half_behind, notice_to_send, shown_to
from services.portal.sign_in.pages.half_sign_in import CODE_PAGE, HALF_COOKIE, SET_UP_PAGE
from tests.portal.running import the_portal
from tests.portal.world import (
    BOURDELLE,
    ELSEWHERE,
    MAIL,
    PASSWORD,
    a_letter,
    a_lycee,
    an_account,
    the_letter,
)
from tests.support.network import Network
from tests.support.pages import Page, Visitor
from tests.support.services import Published, ServiceDatabases

HERE = "/compte/double-authentification"
DEVICE = f"{HERE}/appareil"
CHANGE = f"{HERE}/changement"
STEP = timedelta(seconds=30)
SECRET = re.compile(r'<textarea id="secret"[^>]*>([A-Z2-7 ]+)</textarea>')
CODES = re.compile(r'<textarea id="codes"[^>]*>([\d \n]+)</textarea>')
LOOK = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Firefox/140.0"}


class Telephone:
    """An application of codes, given what the page shows; `ahead` is how its clock differs."""

    def __init__(self, page: Page) -> None:
        shown = SECRET.search(page.answer.text)
        assert shown is not None, page.text
        self.secret = shown[1].replace(" ", "")

    def code(self, ahead: timedelta = timedelta()) -> str:
        return pyotp.TOTP(self.secret).at(datetime.now(UTC) + ahead)


async def password_given(
    portal: Network, mail: str = MAIL, wanted: str = "/compte"
) -> tuple[Visitor, Page]:
    """A browser where the right password was typed, and what it then sees."""
    visitor = Visitor(portal.client(headers=LOOK))
    page = await visitor.get(f"/connexion?next={wanted}")
    form = page.form("/connexion", exactly=True)
    return visitor, await visitor.send(form, mail=mail, password=PASSWORD)


async def set_up(visitor: Visitor) -> tuple[Telephone, list[str]]:
    """Set it from « Mon compte », with the code of the step before: this one is left to sign in."""
    page = await visitor.get(HERE)
    page = await visitor.send(page.form(HERE, exactly=True), password=PASSWORD)
    telephone = Telephone(page)
    page = await visitor.send(page.form(DEVICE), code=telephone.code(-STEP))
    return telephone, recovery_codes(page)


def recovery_codes(page: Page) -> list[str]:
    shown = CODES.search(page.answer.text)
    assert shown is not None, page.text
    return shown[1].split("\n")


async def code_given(visitor: Visitor, page: Page, code: str) -> Page:
    return await visitor.send(page.form(CODE_PAGE), code=code)


async def owner(portal: Network) -> tuple[Visitor, Telephone, list[str]]:
    """Claire Vidal, who has set her second factor."""
    visitor, _ = await password_given(portal)
    return visitor, *await set_up(visitor)


async def told(portal: Network, published: Published) -> list[SecondFactorNoticeKind]:
    """What the service of mails is told, in the scope it asks in, oldest first."""
    kinds = []
    for event in await published(SecondFactorNoticeAskedV1):
        scope = Scope(frozenset({BOURDELLE}))
        async with portal.runtime("portal").work.begin(scope, uai=BOURDELLE) as uow:
            notice = await notice_to_send(uow, notice_id=event.factor_notice_id)
        assert (notice.standing, notice.mail) == (True, MAIL)
        kinds.append(notice.kind)
    return kinds


async def noted(portal: Network, action: str) -> list[audit_log.Entry]:
    async with portal.runtime("portal").work.begin(DEPARTMENT) as uow:
        return list(await audit_log.entries(uow, Filters(action=action), limit=50))


async def is_in(visitor: Visitor) -> bool:
    return (await visitor.client.get("/compte")).status_code == 200


async def account_of(work: UnitsOfWork, mail: str = MAIL) -> UUID:
    async with work.begin(DEPARTMENT) as uow:
        account = await Accounts(uow).by_mail(mail)
    assert account is not None
    return account.id


@pytest_asyncio.fixture
async def strict(service_databases: ServiceDatabases, settings: Settings) -> AsyncIterator[Network]:
    """The portal of an installation where a bureau does not come in without a second factor."""
    asked = settings.replaced(second_factor_for="rbde, head")
    async with the_portal(service_databases, asked) as portal:
        yield portal


async def test_it_is_set_once_then_a_code_is_asked_after_the_password(
    portal: Network, published: Published
) -> None:
    first, telephone, codes = await owner(portal)
    assert len(set(codes)) == 10
    assert "En place depuis le" in (await first.get(HERE)).text
    assert "10 codes de secours restent à utiliser" in (await first.get(HERE)).text
    assert await told(portal, published) == [SecondFactorNoticeKind.SET]

    visitor, page = await password_given(portal, wanted="/compte/connexions")
    assert "Tapez maintenant le code que montre votre application" in page.text
    assert not await is_in(visitor)
    page = await code_given(visitor, page, telephone.code())

    assert "Les appareils connectés à votre compte" in page.text
    assert "Firefox sur Windows" in page.text
    assert HALF_COOKIE not in visitor.client.cookies


async def test_the_square_holds_the_same_secret_as_the_text(portal: Network) -> None:
    visitor, _ = await password_given(portal)
    page = await visitor.get(HERE)
    page = await visitor.send(page.form(HERE, exactly=True), password=PASSWORD)

    again = await visitor.get(DEVICE)
    assert Telephone(again).secret == Telephone(page).secret
    assert len(Telephone(page).secret) == 32
    assert 'class="qr"' in page.answer.text
    assert "no-store" in page.answer.headers["cache-control"]


async def test_a_right_password_alone_opens_nothing(portal: Network) -> None:
    await owner(portal)
    thief, page = await password_given(portal)

    for path in ("/", "/compte", HERE, DEVICE, "/api/portal/session"):
        answer = await thief.client.get(path)
        assert answer.status_code in (303, 401), path
        assert not SECRET.search(answer.text)
    # Nor does what only who must set one is shown.
    for sent in (
        await thief.client.get(SET_UP_PAGE),
        await thief.client.post(SET_UP_PAGE, data={"code": "000000", "next": "/"}),
    ):
        assert sent.status_code == 410
        assert not SECRET.search(sent.text)
    assert "Tapez maintenant" in page.text


async def test_a_right_password_sets_no_factor_over_the_one_there_is(portal: Network) -> None:
    """Even by somebody who could tell what secret the page would have shown."""
    _, telephone, _ = await owner(portal)
    thief, _ = await password_given(portal)
    async with portal.runtime("portal").work.begin(DEPARTMENT) as uow:
        half = await half_behind(uow, secret=thief.client.cookies[HALF_COOKIE], now=uow.now)
        assert half is not None
        shown = await shown_to(uow, account_id=half.account_id, factor_id=half.id)
    code = pyotp.TOTP(shown.secret.replace(" ", "")).at(datetime.now(UTC))

    sent = await thief.client.post(SET_UP_PAGE, data={"code": code, "next": "/"})

    assert sent.status_code == 410
    assert not await is_in(thief)
    visitor, page = await password_given(portal)
    await code_given(visitor, page, telephone.code())
    assert await is_in(visitor)


@pytest.mark.parametrize("path", [CODE_PAGE, SET_UP_PAGE])
async def test_without_a_password_there_is_no_second_half(portal: Network, path: str) -> None:
    stranger = portal.client(cookies={HALF_COOKIE: "invented"})

    for answer in (
        await stranger.get(path),
        await stranger.post(path, data={"code": "123456", "next": "/compte"}),
    ):
        assert answer.status_code == 410
        assert Page(answer).has_form("/connexion")


async def test_a_code_opens_once(portal: Network) -> None:
    _, telephone, _ = await owner(portal)
    first, page = await password_given(portal)
    code = telephone.code()
    await code_given(first, page, code)
    assert await is_in(first)

    second, page = await password_given(portal)
    for seen in (code, telephone.code(-STEP)):
        page = await code_given(second, page, seen)
        assert "Ce code n’est pas le bon, ou il a déjà servi" in page.text
        assert not await is_in(second)
    await code_given(second, page, telephone.code(STEP))
    assert await is_in(second)


async def test_the_code_of_somebody_else_opens_nothing(portal: Network) -> None:
    await owner(portal)
    await an_account(portal.runtime("portal").work, mail="noa@lycee.example", name="Noa Delmas")
    noa, _ = await password_given(portal, "noa@lycee.example")
    telephone, codes = await set_up(noa)

    thief, page = await password_given(portal)
    for code in (telephone.code(), codes[0]):
        page = await code_given(thief, page, code)
        assert "Ce code n’est pas le bon" in page.text


async def test_wrong_codes_wait_from_wherever_they_come(portal: Network) -> None:
    _, telephone, codes = await owner(portal)
    for _ in range(FACTORS_PER_ACCOUNT_MAX):
        thief, page = await password_given(portal)
        page = await code_given(thief, page, "000000")
        assert "Ce code n’est pas le bon" in page.text

    for code in (telephone.code(), codes[0]):
        thief, page = await password_given(portal)
        page = await code_given(thief, page, code)
        assert (page.status, await is_in(thief)) == (429, False)
        assert "Trop d’essais" in page.text
    assert {one.result for one in await noted(portal, "second-factor")} == {REFUSED}
    assert len(await noted(portal, "throttle")) == 1


async def test_a_recovery_code_opens_once_and_its_owner_is_written_to(
    portal: Network, published: Published
) -> None:
    _, _, codes = await owner(portal)

    visitor, page = await password_given(portal)
    page = await code_given(visitor, page, codes[3])
    assert "Ce code de secours ne servira plus : il vous en reste 9." in page.text
    assert (await told(portal, published))[1:] == [SecondFactorNoticeKind.RECOVERY_CODE_USED]

    again, page = await password_given(portal)
    page = await code_given(again, page, codes[3])
    assert "Ce code n’est pas le bon" in page.text
    # As typed by somebody in a hurry.
    page = await code_given(again, page, f" {codes[4].replace(' ', '-')}")
    assert "il vous en reste 8." in page.text


async def test_other_devices_are_out_once_it_is_set(portal: Network) -> None:
    elsewhere, _ = await password_given(portal)
    assert await is_in(elsewhere)

    own, _, _ = await owner(portal)

    assert not await is_in(elsewhere)
    assert await is_in(own)


async def test_who_finds_a_session_open_sets_no_factor(portal: Network) -> None:
    visitor, _ = await password_given(portal)
    page = await visitor.get(HERE)

    page = await visitor.send(page.form(HERE, exactly=True), password="au hasard")

    assert "Ce n’est pas votre mot de passe actuel." in page.text
    page = await visitor.get(DEVICE)
    assert page.has_form(HERE)
    assert not SECRET.search(page.answer.text)


async def test_a_session_found_open_is_not_shown_what_its_owner_began(portal: Network) -> None:
    thief, _ = await password_given(portal)
    own, _ = await password_given(portal)
    page = await own.get(HERE)
    page = await own.send(page.form(HERE, exactly=True), password=PASSWORD)
    telephone, form = Telephone(page), page.form(DEVICE)

    assert SECRET.search((await thief.get(DEVICE)).answer.text) is None
    await thief.send(form, code=telephone.code())
    for _ in range(FACTORS_PER_ACCOUNT_MAX):
        await thief.send(form, code="000000")
    recovery_codes(await own.send(form, code=telephone.code()))


async def test_a_first_code_that_is_wrong_sets_nothing(portal: Network) -> None:
    visitor, _ = await password_given(portal)
    page = await visitor.get(HERE)
    page = await visitor.send(page.form(HERE, exactly=True), password=PASSWORD)
    telephone = Telephone(page)

    page = await visitor.send(page.form(DEVICE), code=telephone.code(-10 * STEP))

    assert "réglez l’heure du téléphone" in page.text
    assert Telephone(page).secret == telephone.secret
    later, _ = await password_given(portal)
    assert await is_in(later)


async def test_it_is_removed_with_the_password_and_a_code(
    portal: Network, published: Published
) -> None:
    own, telephone, codes = await owner(portal)
    elsewhere, page = await password_given(portal)
    await code_given(elsewhere, page, codes[0])
    form = (await own.get(HERE)).form(CHANGE)

    for password, code in (("au hasard", telephone.code()), (PASSWORD, "000000")):
        page = await own.send(form, change="removal", password=password, code=code)
        assert page.status == 422
        assert "En place depuis le" in page.text
    page = await own.send(form, change="removal", password=PASSWORD, code=telephone.code())

    assert "Double authentification retirée" in page.text
    assert await is_in(own)
    assert not await is_in(elsewhere)
    later, _ = await password_given(portal)
    assert await is_in(later)
    assert (await told(portal, published))[-1] is SecondFactorNoticeKind.REMOVED


async def test_new_recovery_codes_replace_those_before(
    portal: Network, published: Published
) -> None:
    own, telephone, codes = await owner(portal)
    form = (await own.get(HERE)).form(CHANGE)

    page = await own.send(form, change="codes", password=PASSWORD, code=telephone.code())
    renewed = recovery_codes(page)

    assert not set(renewed) & set(codes)
    visitor, page = await password_given(portal)
    page = await code_given(visitor, page, codes[0])
    assert "Ce code n’est pas le bon" in page.text
    page = await code_given(visitor, page, renewed[0])
    assert "il vous en reste 9." in page.text
    assert SecondFactorNoticeKind.RECOVERY_CODES_RENEWED in await told(portal, published)


async def test_another_telephone_replaces_the_one_before(portal: Network) -> None:
    own, before, _ = await owner(portal)
    form = (await own.get(HERE)).form(CHANGE)

    page = await own.send(form, change="device", password=PASSWORD, code=before.code())
    after = Telephone(page)
    # Until its first code, the one before goes on.
    visitor, asked = await password_given(portal)
    await code_given(visitor, asked, before.code(STEP))
    assert await is_in(visitor)
    page = await own.send(page.form(DEVICE), code=after.code(-STEP))

    assert len(recovery_codes(page)) == 10
    assert not await is_in(visitor)
    visitor, asked = await password_given(portal)
    asked = await code_given(visitor, asked, before.code(STEP))
    assert "Ce code n’est pas le bon" in asked.text
    await code_given(visitor, asked, after.code())
    assert await is_in(visitor)


async def test_the_code_of_a_letter_asks_it_too(portal: Network) -> None:
    _, telephone, _ = await owner(portal)
    work, now = portal.runtime("portal").work, datetime.now(UTC)
    letter = await a_letter(
        work, await account_of(work), SignInLetterKind.ONE_TIME_CODE, uai=BOURDELLE, now=now
    )
    code = (await the_letter(work, letter, now=now)).code
    visitor = Visitor(portal.client())
    page = await visitor.get("/connexion/code/saisie")

    page = await visitor.send(page.form("/connexion/code/saisie"), mail=MAIL, code=code or "")
    assert not await is_in(visitor)
    await code_given(visitor, page, telephone.code())

    assert await is_in(visitor)


async def test_signing_out_everywhere_ends_what_is_half_done(portal: Network) -> None:
    _, telephone, _ = await owner(portal)
    thief, page = await password_given(portal)
    work = portal.runtime("portal").work
    async with work.begin(DEPARTMENT) as uow:
        account = await Accounts(uow).by_mail(MAIL)
        assert account is not None
        await sign_out_everywhere(uow, account_id=account.id, uai=BOURDELLE)

    page = await code_given(thief, page, telephone.code())

    assert "Trop de temps a passé depuis votre mot de passe" in page.text
    assert not await is_in(thief)


async def test_who_must_have_one_sets_it_before_anything_opens(
    strict: Network, published: Published
) -> None:
    visitor, page = await password_given(strict, wanted="/compte/connexions")
    assert "rien d’autre ne s’ouvre avant" in page.text
    for path in ("/", "/compte", HERE, DEVICE):
        assert (await visitor.client.get(path)).status_code == 303, path
    assert (await visitor.client.get("/api/portal/session")).status_code == 401

    telephone = Telephone(page)
    page = await visitor.send(page.form(SET_UP_PAGE), code="000000")
    assert "Ce code n’est pas celui" in page.text
    assert Telephone(page).secret == telephone.secret
    page = await visitor.send(page.form(SET_UP_PAGE), code=telephone.code(-STEP))

    assert len(recovery_codes(page)) == 10
    assert 'href="/compte/connexions"' in page.answer.text
    assert await is_in(visitor)
    assert await told(strict, published) == [SecondFactorNoticeKind.SET]
    later, page = await password_given(strict)
    await code_given(later, page, telephone.code())
    assert await is_in(later)


async def test_who_must_have_one_cannot_remove_it(strict: Network) -> None:
    visitor, page = await password_given(strict)
    telephone = Telephone(page)
    await visitor.send(page.form(SET_UP_PAGE), code=telephone.code(-STEP))

    page = await visitor.get(HERE)
    assert "Un de vos rôles l’exige" in page.text
    assert page.form(CHANGE).options["change"] == ["codes", "device"]
    page = await visitor.send(
        page.form(CHANGE), change="removal", password=PASSWORD, code=telephone.code()
    )

    assert page.status == 409
    assert "obligatoire pour un de vos rôles" in page.text
    assert "En place depuis le" in (await visitor.get(HERE)).text


async def test_who_need_not_have_one_comes_in_as_before(strict: Network) -> None:
    await an_account(
        strict.runtime("portal").work,
        mail="noa@lycee.example",
        name="Noa Delmas",
        role=Role.SECRETARIAT,
    )

    visitor, _ = await password_given(strict, "noa@lycee.example")

    assert await is_in(visitor)


async def test_a_session_without_one_is_over_once_a_role_asks_for_it(strict: Network) -> None:
    await an_account(
        strict.runtime("portal").work,
        mail="noa@lycee.example",
        name="Noa Delmas",
        role=Role.SECRETARIAT,
    )
    visitor, _ = await password_given(strict, "noa@lycee.example")
    async with strict.runtime("portal").work.begin(DEPARTMENT) as uow:
        noa = await Accounts(uow).by_mail("noa@lycee.example")
        assert noa is not None
        await Accounts(uow).grant(noa.id, Role.HEAD, BOURDELLE, on=uow.now.date())
    strict.runtime("portal").sessions.forget(noa.id)

    assert not await is_in(visitor)
    _, page = await password_given(strict, "noa@lycee.example")
    assert page.has_form(SET_UP_PAGE)


async def test_a_head_removes_it_for_somebody_who_lost_everything(
    portal: Network, published: Published
) -> None:
    own, _, _ = await owner(portal)
    work = portal.runtime("portal").work
    claire = await account_of(work)
    head = Visitor(await portal.client_as(Role.HEAD, BOURDELLE))
    page = await head.get(f"/comptes/{claire}")
    assert "Double authentification en place depuis le" in page.text

    page = await head.send(page.form(f"/comptes/{claire}/double-authentification"))

    assert "Un courriel le lui dit" in page.text
    assert not page.has_form(f"/comptes/{claire}/double-authentification")
    assert not await is_in(own)
    later, _ = await password_given(portal)
    assert await is_in(later)
    assert (await told(portal, published))[-1] is SecondFactorNoticeKind.REMOVED
    [line] = await noted(portal, "remove-second-factor")
    assert (line.role, line.resource_id, line.result) == ("head", claire, "done")


@pytest.mark.parametrize("role", [Role.HEAD, Role.DELEGATE])
async def test_nobody_removes_it_from_an_account_that_opens_more_than_they_give(
    portal: Network, role: Role
) -> None:
    await owner(portal)
    work = portal.runtime("portal").work
    claire = await account_of(work)
    retrait = f"/comptes/{claire}/double-authentification/retrait"
    await a_lycee(work, ELSEWHERE, "LP du Vieux-Pont")
    stranger = await portal.client_as(role, ELSEWHERE)
    assert (await stranger.post(retrait)).status_code == 404
    async with work.begin(DEPARTMENT) as uow:
        await Accounts(uow).grant(claire, Role.RBDE, ELSEWHERE, on=uow.now.date())

    for lycee in (BOURDELLE, ELSEWHERE):
        visitor = Visitor(await portal.client_as(role, lycee))
        page = await visitor.get(f"/comptes/{claire}")
        assert "Ce compte sert aussi ailleurs" in page.text
        assert not page.has_form(retrait)
        assert (await visitor.client.post(retrait)).status_code == 404
    bureau = await portal.client_as(Role.RBDE, BOURDELLE)
    assert (await bureau.post(retrait)).status_code == 404
    _, page = await password_given(portal)
    assert page.has_form(CODE_PAGE)


async def test_no_secret_is_in_the_database_nor_in_what_is_told(
    portal: Network, published: Published, service_databases: ServiceDatabases
) -> None:
    _, telephone, codes = await owner(portal)
    visitor, page = await password_given(portal)
    await code_given(visitor, page, codes[0])

    superuser = await service_databases.superuser("portal")
    tables = await superuser.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    kept = ""
    for [table] in tables:
        rows = await superuser.fetch(f'SELECT row_to_json(t)::text FROM "{table}" t')
        kept += "\n".join(row[0] for row in rows)
    await superuser.close()

    assert "second_factor_notice_asked" in kept
    raw = pyotp.TOTP(telephone.secret).byte_secret()
    held = (telephone.secret, raw.hex(), *codes, *(code.replace(" ", "") for code in codes))
    for secret in held:
        assert secret not in kept
    for event in await published(SecondFactorNoticeAskedV1):
        assert set(event.model_dump()) == {"factor_notice_id", "occurred_on"}
