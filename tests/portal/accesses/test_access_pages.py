"""Giving access by the pages, and being signed in and out."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx2

from services.chassis.base.errors import Forbidden, NotFound
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.audit_log import Filters, entries
from services.portal.base.calendar import PARIS
from services.portal.base.scopes import DEPARTMENT
from tests.portal.access_world import a_direction
from tests.portal.world import BOURDELLE, ELSEWHERE, MAIL, PASSWORD, a_lycee, an_account
from tests.support.network import Network
from tests.support.pages import Page, Visitor

HERE = {"mail": MAIL, "password": PASSWORD, "next": "/"}
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
DELEGATE = "jo.lacaze@lycee.example"
ACCOUNT = re.compile(r'<a href="(/comptes/[0-9a-f-]{36})">([^<]+)</a>')


async def signed_in(portal: Network, agent: str = FIREFOX, password: str = PASSWORD) -> Visitor:
    client = portal.client(headers={"User-Agent": agent})
    answer = await client.post("/connexion", data=HERE | {"password": password})
    assert answer.status_code == 303, answer.text
    return Visitor(client)


async def lines(portal: Network) -> list[tuple[str, str, str]]:
    async with portal.runtime("portal").work.begin(DEPARTMENT) as uow:
        found = await entries(uow, Filters(), limit=50)
    return [(one.action, one.role, one.result) for one in found]


async def test_a_head_invites_a_delegate_who_gives_access_that_is_undone(portal: Network) -> None:
    head = Visitor(await portal.client_as(Role.HEAD, BOURDELLE))
    form = (await head.get("/acces/nouveau")).form("/acces/nouveau")

    given = await head.send(form, mail=DELEGATE, name="Jo Lacaze", role="delegate")
    assert "Accès donné à Jo Lacaze : Délégué du chef pour les accès." in given.text
    assert "Invitation en attente" in given.text

    delegate = Visitor(await portal.client_as(Role.DELEGATE, BOURDELLE))
    assert "Qui a accès à votre lycée" in (await delegate.get("/")).text
    form = (await delegate.get("/acces/nouveau")).form("/acces/nouveau")
    assert "delegate" not in form.options["role"]
    given = await delegate.send(form, mail="noa@lycee.example", name="Noa Delmas", role="rbde")
    assert "Noa Delmas" in given.text
    undone = await delegate.send(given.form("/acces/"))
    assert "Accès terminé" in undone.text
    assert "Accès terminés (1)" in undone.text
    told = await lines(portal)
    assert ("grant-access", "delegate", "done") in told
    assert ("end-access", "delegate", "done") in told
    assert "Noa" not in str(told)


async def test_a_head_is_told_to_open_the_bureau_until_somebody_works_there(
    portal: Network,
) -> None:
    await a_lycee(portal.runtime("portal").work, ELSEWHERE, "LP du Vieux-Pont")
    head = Visitor(await portal.client_as(Role.HEAD, ELSEWHERE))
    first = await head.get("/acces/fragments/aujourdhui")
    assert "Personne n’a encore accès au bureau des entreprises" in first.text
    assert "Rien n’attend" not in first.text

    form = (await head.get("/acces/nouveau")).form("/acces/nouveau")
    await head.send(form, mail="noa@lycee.example", name="Noa Delmas", role="rbde")

    later = await head.get("/acces/fragments/aujourdhui")
    assert "Personne n’a encore accès" not in later.text
    assert "Rien n’attend" in later.text


async def test_nothing_typed_is_lost_when_an_access_is_refused(portal: Network) -> None:
    head = Visitor(await portal.client_as(Role.HEAD, BOURDELLE))
    form = (await head.get("/acces/nouveau")).form("/acces/nouveau")

    # All that is missing is said at once.
    nobody = await head.send(form, role="")
    assert nobody.status == 422
    assert "Choisissez une personne de la liste, ou écrivez l’adresse d’une autre." in nobody.text
    assert nobody.answer.text.count("field-error") >= 2
    both = await head.send(
        nobody.form("/acces/nouveau"),
        role="rbde",
        mail="noa@",
        name="Noa Delmas",
        last_day="2020-01-01",
    )
    assert both.status == 422
    assert "Noa Delmas" in dict(both.form("/acces/nouveau").fields)["name"]
    assert "Écrivez une adresse complète" in both.text


async def test_the_supervisor_proposes_but_gives_nothing(portal: Network) -> None:
    await a_direction(portal.runtime("portal").work, BOURDELLE)
    head = Visitor(await portal.client_as(Role.HEAD, BOURDELLE))
    client = await portal.client_as(Role.SUPERVISOR, None)
    supervisor = Visitor(client)
    wanted: dict[str, Any] = {"mail": "noa@lycee.example", "name": "Noa Delmas", "role": "rbde"}

    refused = Page(await client.post("/acces/nouveau", data=wanted))
    assert refused.status == Forbidden.status
    assert "Action refusée : donner un accès à un lycée." in refused.text
    assert "Demandez-le à la direction du lycée concerné" in refused.text
    assert ("grant-access", "supervisor", "refused") in await lines(portal)

    form = (await supervisor.get("/acces/propositions/nouvelle")).form("/acces/propositions/")
    proposed = await supervisor.send(form, **wanted, lycee=BOURDELLE)
    assert "En attente de la direction" in proposed.text
    shown = await head.get("/acces")
    assert "Noa Delmas" in shown.text
    waiting = shown.form("/acces/propositions/")
    accepted = await head.send(waiting)
    assert "Accès donné à Noa Delmas : Responsable de bureau." in accepted.text
    assert "Acceptée" in (await supervisor.get("/acces/propositions")).text
    again = await head.send(waiting)  # the same button, from a page left open
    assert "Accès donné à Noa Delmas" in again.text


async def test_a_hand_over_is_seen_before_it_is_recorded_and_can_be_cancelled(
    portal: Network,
) -> None:
    head = Visitor(await portal.client_as(Role.HEAD, BOURDELLE))
    blank = (await head.get("/acces/passation")).form("/acces/passation/apercu")
    leaver = next(one for one in blank.options["leaver"] if one)
    day = (datetime.now(UTC).astimezone(PARIS) + timedelta(days=9)).date()
    typed: dict[str, Any] = {
        "leaver": leaver,
        "on": f"{day}",
        "mail": "sixtine@lycee.example",
        "name": "Sixtine A",
    }

    preview = await head.send(blank, **typed)
    assert "Ce qui va se passer" in preview.text
    assert "Elle peut être annulée jusqu’à la veille." in preview.text
    assert "Sixtine A" not in (await head.get("/acces")).text
    recorded = await head.send(preview.form("/acces/passation", exactly=True))
    assert "passe la main à Sixtine A" in recorded.text
    cancelled = await head.send(recorded.form("/acces/passations/"))
    assert "Passation annulée" in cancelled.text
    assert "passe la main" not in cancelled.text
    told = [action for action, _, _ in await lines(portal)]
    assert {"hand-over", "cancel-hand-over"} <= set(told)


async def test_somebody_sees_where_they_are_signed_in_and_closes_one_or_all(
    portal: Network,
) -> None:
    office, phone, lost = [await signed_in(portal, agent) for agent in (FIREFOX, PHONE, PHONE)]

    page = await office.get("/compte/connexions")
    assert page.text.count("Chrome sur Android") == 2
    assert "Firefox sur Windows Cet appareil" in page.text
    assert "140" not in page.text
    await office.send(page.form("/compte/connexions/"))
    standing = [(await one.client.get("/")).status_code for one in (office, phone, lost)]
    assert sorted(standing) == [200, 200, 303]
    assert standing[0] == 200

    page = await office.get("/compte/connexions")
    out = await office.send(page.form("/compte/connexions/partout"))
    assert "Vous êtes déconnecté partout." in out.text
    assert {(await one.client.get("/")).status_code for one in (office, phone, lost)} == {303}
    told = [action for action, _, _ in await lines(portal)]
    assert told[:2] == ["sign-out-everywhere", "close-session"]


async def test_one_closes_ones_own_sessions_alone(portal: Network) -> None:
    owner = await signed_in(portal)
    page = (await owner.get("/compte/connexions")).answer.text
    other = await signed_in(portal, PHONE)
    listed = (await other.get("/compte/connexions")).answer.text
    [session_id] = set(re.findall(r"/compte/connexions/([0-9a-f-]{36})/", listed))
    assert session_id not in page
    stranger = await portal.client_as(Role.RBDE, BOURDELLE)

    answer = await stranger.post(f"/compte/connexions/{UUID(session_id)}/fermeture")

    assert answer.status_code == 303
    assert (await owner.client.get("/")).status_code == 200


async def test_a_changed_password_closes_the_other_sessions(portal: Network) -> None:
    office, phone = await signed_in(portal), await signed_in(portal, PHONE)
    form = (await office.get("/compte/mot-de-passe")).form("/compte/mot-de-passe")
    before = dict(office.client.cookies)

    wrong = await office.send(form, current="pas celui-là", password="une autre phrase entière")
    assert wrong.status == 422
    assert "Ce n’est pas votre mot de passe actuel." in wrong.text
    changed = await office.send(form, current=PASSWORD, password="une autre phrase entière")

    assert "vos autres connexions sont fermées" in changed.text
    assert dict(office.client.cookies)["passerelle"] != before["passerelle"]
    assert (await phone.client.get("/")).status_code == 303
    copied = portal.client(cookies={"passerelle": before["passerelle"]})
    assert (await copied.get("/")).status_code == 303
    await signed_in(portal, password="une autre phrase entière")


async def test_an_empty_request_signs_nobody_out(portal: Network) -> None:
    somebody = await signed_in(portal)

    answer: httpx2.Response = await somebody.client.post("/compte/connexions/partout", data={})

    assert answer.status_code == 422
    assert (await somebody.client.get("/")).status_code == 200


async def test_a_head_closes_an_account_that_opens_nothing_from_then_on(portal: Network) -> None:
    head = Visitor(await portal.client_as(Role.HEAD, BOURDELLE))
    theirs = await signed_in(portal)

    listed = await head.get("/comptes")
    assert "Claire Vidal claire.vidal@lycee.example Responsable de bureau" in listed.text
    page = await head.get(account_of(listed, "Claire Vidal"))
    assert "tous ses accès ici se terminent" in page.text
    closed = await head.send(page.form("/comptes/"))

    assert "Compte fermé" in closed.text
    assert "Claire Vidal" not in closed.text
    assert (await theirs.client.get("/")).status_code == 303
    assert (await portal.client().post("/connexion", data=HERE)).status_code == 401
    assert {("close-account", "head", "done"), ("end-access", "head", "done")} <= set(
        await lines(portal)
    )
    again = await head.send(page.form("/comptes/"))  # the same button, from a page left open
    assert again.status == NotFound.status


async def test_an_account_that_serves_elsewhere_loses_this_lycee_alone(portal: Network) -> None:
    work = portal.runtime("portal").work
    await a_lycee(work, ELSEWHERE, "LP du Vieux-Pont")
    mail = "sacha@lycee.example"
    await an_account(work, mail=mail, name="Sacha Lemoine", uais=(BOURDELLE, ELSEWHERE))
    head = Visitor(await portal.client_as(Role.HEAD, BOURDELLE))
    other = Visitor(await portal.client_as(Role.HEAD, ELSEWHERE))

    page = await head.get(account_of(await head.get("/comptes"), "Sacha Lemoine"))
    closed = await head.send(page.form("/comptes/"))

    assert "Son compte reste ouvert" in closed.text
    assert "Sacha Lemoine" not in closed.text
    assert "Sacha Lemoine" in (await other.get("/comptes")).text
    assert (await portal.client().post("/connexion", data=HERE | {"mail": mail})).status_code == 303


async def test_nobody_closes_a_head_or_oneself_nor_a_delegate_another(portal: Network) -> None:
    work = portal.runtime("portal").work
    await a_direction(work, BOURDELLE)
    await an_account(
        work, mail="jo@lycee.example", name="Jo Lacaze", role=Role.DELEGATE, password=None
    )
    head, delegate = [
        Visitor(await portal.client_as(role, BOURDELLE)) for role in (Role.HEAD, Role.DELEGATE)
    ]
    for visitor, name in (
        (head, "Dominique Vasseur"),
        (head, "Camille Rivière"),
        (delegate, "Jo Lacaze"),
        (delegate, "Dominique Vasseur"),
    ):
        address = account_of(await visitor.get("/comptes"), name)
        assert not (await visitor.get(address)).has_form("/comptes/")
        refused = await visitor.client.post(f"{address}/fermeture")
        assert refused.status_code == Forbidden.status, name
    assert {"Dominique Vasseur", "Jo Lacaze"} <= set(names_in(await head.get("/comptes")))
    stranger = Visitor(await portal.client_as(Role.RBDE, BOURDELLE))
    assert (await stranger.get("/comptes")).status == Forbidden.status


def names_in(listed: Page) -> list[str]:
    """The people of the page of accounts."""
    return [name for _, name in ACCOUNT.findall(listed.answer.text)]


def account_of(listed: Page, name: str) -> str:
    """The address of the first account of that name."""
    found: dict[str, str] = {said: at for at, said in reversed(ACCOUNT.findall(listed.answer.text))}
    return found[name]
