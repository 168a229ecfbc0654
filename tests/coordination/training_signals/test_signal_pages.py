"""Pages of training signals: a trade is found by words, nothing typed is lost, the list is cut and taken away."""

from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from contracts.words import plain
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.unit_of_work import UnitsOfWork
from services.coordination.training_signals.queries import PAGE_LENGTH
from tests.coordination.training_signals.world import (
    MONTAUBAN,
    WELDER,
    WELDING,
    formation,
    noted,
    signal_of,
)
from tests.coordination.world import Somebody, people
from tests.support.network import ELSEWHERE, HERE, Network
from tests.support.pages import Form, Page, Visitor

LIST, NEW = "/signaux", "/signaux/nouveau"
NAMES = {HERE: "Lycée Bourdelle", ELSEWHERE: "Lycée des Deux Rives"}
TYPED = {
    "rome": "soudeur tungsten",
    "kind": "shortage",
    "text": "Pas un soudeur au TIG à la ronde.",
}


@pytest_asyncio.fixture
async def network(network: Network) -> Network:
    _, dsden = people(network.runtime("coordination").work)
    await dsden.knows(NAMES)
    await formation(dsden)
    return network


@pytest.fixture
def work(network: Network) -> UnitsOfWork:
    return network.runtime("coordination").work


@pytest.fixture
def office(work: UnitsOfWork) -> Somebody:
    return people(work)[0]


@pytest_asyncio.fixture
async def bureau(network: Network) -> Visitor:
    return Visitor(await network.client_as(Role.RBDE))


@pytest_asyncio.fixture
async def supervisor(network: Network) -> Visitor:
    return Visitor(await network.client_as(Role.SUPERVISOR, None))


async def notes(who: Visitor, **typed: Any) -> Page:
    return await who.send((await who.get(NEW)).form(NEW, exactly=True), **TYPED | typed)


def id_of(page: Page) -> UUID:
    return UUID(str(page.answer.url).rpartition("/")[2])


async def test_a_bureau_notes_a_signal_by_words_of_the_trade(
    bureau: Visitor, office: Somebody
) -> None:
    form = (await bureau.get(NEW)).form(NEW, exactly=True)
    given = dict(form.fields)
    assert (given["source"], given["strength"]) == ("company", "isolated")

    page = await notes(bureau, territory=MONTAUBAN, mef=WELDING)

    assert "Signal noté" in page.text
    assert "Réalisations industrielles en chaudronnerie" in page.text
    signal = await signal_of(office, id_of(page))
    assert (signal.facts.rome, signal.facts.territory) == (WELDER, MONTAUBAN)
    assert signal.facts.told_on.isoformat() == given["told_on"]


async def test_words_of_several_trades_are_chosen_among_and_nothing_is_lost(
    bureau: Visitor, office: Somebody
) -> None:
    refused = await notes(bureau, rome="soudeurs")
    assert refused.status == 422
    assert "Choisissez sous le champ le métier" in refused.text
    assert TYPED["text"] in refused.answer.text

    form = refused.form(NEW, exactly=True)
    assert WELDER in form.options["chosen"]
    page = await bureau.send(form, chosen=WELDER, text=TYPED["text"])
    assert (await signal_of(office, id_of(page))).facts.rome == WELDER


async def test_a_trade_that_was_chosen_stays_chosen_whatever_else_is_wrong(
    bureau: Visitor, office: Somebody
) -> None:
    refused = await notes(bureau, rome="soudeur")
    form = refused.form(NEW, exactly=True)
    again = await bureau.send(form, chosen=WELDER, told_on="2099-01-01", text=TYPED["text"])
    assert again.status == 422
    kept = again.form(NEW, exactly=True)
    assert ("chosen", WELDER) in kept.fields
    noted_at_last = await bureau.send(
        kept, told_on=dict(form.fields)["told_on"], text=TYPED["text"]
    )
    assert (await signal_of(office, id_of(noted_at_last))).facts.rome == WELDER


async def test_other_words_are_not_the_trade_that_was_chosen_before(
    bureau: Visitor, office: Somebody
) -> None:
    form = (await notes(bureau, rome="soudeur")).form(NEW, exactly=True)
    page = await bureau.send(form, chosen=WELDER, rome="F1602", text=TYPED["text"])
    assert (await signal_of(office, id_of(page))).facts.rome == "F1602"


async def test_a_company_that_is_taken_away_is_no_more_tied(
    bureau: Visitor, office: Somebody
) -> None:
    given: dict[str, str] = {"company": "Peyrecave", "company_id": str(uuid4())}
    page = await notes(bureau, **given)
    signal_id = id_of(page)
    assert (await signal_of(office, signal_id)).facts.company_id is not None
    edit = f"/signaux/{signal_id}/correction"
    form = (await bureau.get(edit)).form(edit)
    await bureau.send(form, company="", text=TYPED["text"])
    facts = (await signal_of(office, signal_id)).facts
    assert (facts.company, facts.company_id) == (None, None)


async def test_what_may_not_be_corrected_is_shown_without_a_form(
    network: Network, bureau: Visitor, office: Somebody
) -> None:
    signal_id = await noted(office)
    edit = f"/signaux/{signal_id}/correction"
    supervisor = Visitor(await network.client_as(Role.SUPERVISOR, None))
    page = await supervisor.get(edit)
    assert page.status == 200
    assert not page.has_form(edit)
    card = await bureau.get(f"/signaux/{signal_id}")
    await bureau.send(card.form(f"/signaux/{signal_id}/retrait"))
    page = await bureau.get(edit)
    assert "Ce signal est retiré" in page.text
    assert not page.has_form(edit)
    assert page.has_form(f"/signaux/{signal_id}/retablissement")


async def test_signals_stand_under_the_entry_of_the_offer(bureau: Visitor) -> None:
    for path in (LIST, NEW):
        assert '<a href="/offre" aria-current="true">' in (await bureau.get(path)).answer.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("rome", "astronaute lunaire"),
        ("rome", ""),
        ("text", ""),
        ("told_on", "2099-01-01"),
        ("told_on", "2001-01-01"),
        ("told_on", "hier"),
        ("territory", "732829320"),
        ("mef", "2473121411"),
        ("kind", "rumeur"),
        ("company", "x" * 121),
        ("text", "x" * 2001),
    ],
)
async def test_each_wrong_field_is_named_and_the_others_kept(
    bureau: Visitor, field: str, value: str
) -> None:
    refused = await notes(bureau, **{"company": "Peyrecave", field: value})

    assert refused.status == 422
    assert f'id="champ-{field}-erreur"' in refused.answer.text
    if field != "company":
        assert 'value="Peyrecave"' in refused.answer.text


async def test_a_trade_that_only_has_the_words_among_others_is_offered_and_not_taken(
    bureau: Visitor,
) -> None:
    refused = await notes(bureau, rome="aide à domicile")
    assert refused.status == 422
    assert refused.form(NEW, exactly=True).options["chosen"] == ["K1408"]


async def test_the_code_and_the_label_of_a_trade_are_understood(
    bureau: Visitor, office: Somebody
) -> None:
    for typed in ("h2916", "Soudeur / Soudeuse Tungsten Inert Gas -TIG- (H2916)"):
        page = await notes(bureau, rome=typed)
        assert (await signal_of(office, id_of(page))).facts.rome == WELDER, typed
    assert "Soudeur / Soudeuse" in (await notes(bureau, rome="Soudeur / Soudeuse")).text


async def test_the_card_of_a_company_opens_the_form_filled(
    bureau: Visitor, office: Somebody
) -> None:
    company, exchange = uuid4(), uuid4()
    fields = [
        *(("command_id", str(uuid4())), ("company_id", str(company))),
        *(("company", "Chaudronnerie Peyrecave"), ("commune", "82121")),
        *(("exchange_id", str(exchange)), ("told_on", "2026-09-30"), ("uai", HERE)),
    ]
    page = await bureau.send(Form(f"{NEW}/entreprise", fields))
    form = page.form(NEW, exactly=True)
    given = dict(form.fields)
    assert given["company"] == "Chaudronnerie Peyrecave"
    assert (given["territory"], given["told_on"]) == (MONTAUBAN, "2026-09-30")
    shown = await bureau.send(form, **dict[str, Any](TYPED))
    facts = (await signal_of(office, id_of(shown))).facts
    assert (facts.company_id, facts.exchange_id) == (company, exchange)
    assert f"/entreprises/{company}" in shown.answer.text

    part = f"{LIST}/fragments/entreprises/{company}"
    assert "1 signal donné" in (await bureau.get(part)).text
    assert (await bureau.get(f"{LIST}/fragments/entreprises/{uuid4()}")).answer.text.strip() == ""


async def test_a_signal_is_corrected_withdrawn_and_restored(
    bureau: Visitor, office: Somebody
) -> None:
    signal_id = id_of(await notes(bureau))
    address = f"{LIST}/{signal_id}"
    correction = (await bureau.get(f"{address}/correction")).form(address)
    page = await bureau.send(correction, strength="lasting", text="Ils sont plusieurs.")
    assert "Signal corrigé" in page.text
    assert "Un besoin durable, partagé" in page.text

    gone = await bureau.send(page.form(f"{address}/retrait"))
    assert "il ne compte plus" in gone.text
    assert "Aucun signal noté" in (await bureau.get(LIST)).text
    assert "Ils sont plusieurs" in (await bureau.get(f"{LIST}?etat=retires")).text
    assert (await bureau.send(correction, strength="lasting", text="Encore.")).status == 409
    back = await bureau.send(gone.form(f"{address}/retablissement"))
    assert "il compte de nouveau" in back.text
    assert (await signal_of(office, signal_id)).facts.text == "Ils sont plusieurs."


async def test_the_supervisor_reads_all_and_a_bureau_its_own(
    network: Network, bureau: Visitor, supervisor: Visitor
) -> None:
    signal_id = id_of(await notes(bureau))
    other = Visitor(await network.client_as(Role.RBDE, ELSEWHERE))
    head = Visitor(await network.client_as(Role.HEAD))
    teacher = Visitor(await network.client_as(Role.FORM_TEACHER))

    assert TYPED["text"] in (await supervisor.get(f"{LIST}/{signal_id}")).text
    assert NAMES[HERE] in (await supervisor.get(LIST)).text
    assert TYPED["text"] in (await head.get(LIST)).text
    assert not (await head.get(f"{LIST}/{signal_id}")).has_form(f"{LIST}/{signal_id}")
    assert not (await supervisor.get(f"{LIST}/{signal_id}")).has_form(f"{LIST}/{signal_id}")
    assert "Aucun signal noté" in (await other.get(LIST)).text
    assert (await other.get(f"{LIST}/{signal_id}")).status == 404
    assert (await head.get(NEW)).status == 404
    assert (await teacher.get(LIST)).status == 404


async def test_the_list_is_cut_sorted_and_taken_away(
    network: Network, supervisor: Visitor, office: Somebody
) -> None:
    _, dsden = people(network.runtime("coordination").work)
    await noted(office)
    await noted(office, rome="K1302", text="Des aides à domicile.", territory=None, company=None)
    await noted(dsden, kind="decline", strength="lasting", source="branch", company=None)

    cuts = {
        "metier=H2916": 2,
        "metier=K1302": 1,
        f"territoire={MONTAUBAN}": 2,
        "nature=decline": 1,
        "force=lasting": 1,
        "provenance=branch": 1,
        f"lycee_concerne={HERE}": 2,
        "du=2026-11-20&au=2026-11-20": 3,
        "du=2026-11-21": 0,
        "q=peyrecave": 1,
        "q=soudeur+tig": 2,
        "q=%25": 3,
        "nature=rumeur&du=hier&territoire=x": 3,
    }
    for query, many in cuts.items():
        page = await supervisor.get(f"{LIST}?{query}")
        assert page.answer.text.count('<th scope="row">') == many, query
        text = (await supervisor.get(f"{LIST}/liste.csv?{query}")).answer.text
        assert text.count("2026") + text.count("20/11/") >= many, query
    assert "Aucun métier unique" in (await supervisor.get(f"{LIST}?metier=soud")).text
    assert "Aucun signal ne répond" in (await supervisor.get(f"{LIST}?du=2026-11-21")).text
    by_trade = (await supervisor.get(f"{LIST}?tri=metier")).text
    assert by_trade.index("Des aides à domicile") < by_trade.index("formé au TIG")
    strongest = (await supervisor.get(f"{LIST}?tri=-force")).answer.text
    assert strongest.index("Durable") < strongest.index("Isolé</span>")
    assert (await supervisor.get(f"{LIST}/liste.xlsx")).answer.content[:2] == b"PK"


async def test_no_page_repeats_or_skips_a_signal(supervisor: Visitor, office: Somebody) -> None:
    for _ in range(PAGE_LENGTH + 3):
        await noted(office)
    for order in ("", "dit", "-metier", "metier", "force", "territoire"):
        seen: list[str] = []
        address = f"{LIST}?tri={order}"
        while address:
            text = (await supervisor.get(address)).answer.text
            seen += [
                piece.partition('"')[0]
                for piece in text.split('<th scope="row"><a href="/signaux/')[1:]
            ]
            _, _, after = text.partition('rel="next"')
            before = text.partition('rel="next"')[0]
            address = before.rpartition('href="')[2].partition('"')[0] if after else ""
            address = address.replace("&amp;", "&")
        assert len(seen) == len(set(seen)) == PAGE_LENGTH + 3, order
    text = (await supervisor.get(f"{LIST}/liste.csv")).answer.text
    assert text.count("formé au TIG") == PAGE_LENGTH + 3


async def test_the_home_page_of_the_supervisor_says_what_is_new(
    bureau: Visitor, supervisor: Visitor
) -> None:
    part = "/reseau/fragments/signaux"
    assert (await supervisor.get(part)).answer.text.strip() == ""
    await notes(bureau)
    shown = (await supervisor.get(part)).text
    assert "1 signal en sept jours" in shown
    assert TYPED["text"] not in shown
    assert (await bureau.get(part)).status == 404
    together = await supervisor.client.get("/reseau/fragments/accueil?parties=signaux")
    assert "reseau-signaux" in together.text


async def test_who_runs_two_lycees_says_for_which_one(network: Network) -> None:
    both = Visitor(await network.client_as(Role.RBDE, HERE, ELSEWHERE))
    assert (await notes(both)).status == 422
    assert "Signal noté" in (await notes(both, uai=ELSEWHERE)).text


async def test_the_trades_of_what_the_company_does_are_offered_first_and_stay_when_the_form_is_refused(
    bureau: Visitor,
) -> None:
    async def opened(*naf: str) -> Page:
        fields = [
            *(("command_id", str(uuid4())), ("company_id", str(uuid4()))),
            *(("company", "Chaudronnerie Peyrecave"), *(("naf", one) for one in naf)),
        ]
        return await bureau.send(Form(f"{NEW}/entreprise", fields))

    def offered(page: Page) -> list[str]:
        inside = page.answer.text.partition('<datalist id="metiers"')[2].partition("</datalist>")[0]
        return [unescape(one.partition('"')[0]) for one in inside.split('<option value="')[1:]]

    page = await opened("25.11Z")
    assert "Chaudronnier / Chaudronnière (H2902)" in offered(page)
    assert offered(page) == sorted(offered(page), key=plain)
    assert "les métiers de son activité, Fabrication de structures" in page.text
    refused = await bureau.send(
        page.form(NEW, exactly=True), **dict[str, Any](TYPED | {"rome": ""})
    )
    assert refused.status == 422
    assert offered(refused) == offered(page)
    for page in (await opened(), await opened("99.00Z")):
        assert offered(page) == []
        assert "Proposés d’abord" not in page.text
