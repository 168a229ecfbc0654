"""The monthly report for the IA-DASEN: its figures of that day, its text, and what was sent."""

from collections.abc import AsyncIterator
from datetime import date, timedelta

import httpx2
import pytest_asyncio
from fastapi import FastAPI

from contracts.documents.examples import example
from contracts.partnerships.actions import ActionHeldV1
from contracts.partnerships.totals import RegistryTotalsStatedV1
from services.chassis.base.identity import Role
from services.supervision.retention import retention
from tests.supervision.browsing import browsing
from tests.supervision.months import EARLY_DECEMBER, NOVEMBER, REPORTS, Months, months_of, noon
from tests.supervision.network import (
    BOURDELLE,
    OTHER,
    WHOLE_DEPARTMENT,
    action,
    confirmation,
    coverage,
    formation,
    lycee,
    period,
)
from tests.support.pages import Visitor
from tests.support.portal import KnownSessions
from tests.support.services import ServiceDatabases
from tests.support.statements import statements


@pytest_asyncio.fixture
async def months(
    app: FastAPI, service_databases: ServiceDatabases, supervisor: httpx2.AsyncClient
) -> AsyncIterator[Months]:
    async with months_of(app, service_databases, Visitor(supervisor)) as found:
        yield found


async def test_before_anybody_told_anything_the_list_of_months_says_what_it_waits_for(
    months: Months,
) -> None:
    page = await months.supervisor.get(REPORTS)

    assert "Aucun rapport pour le moment" in page.text
    alone = await months.supervisor.get(f"{REPORTS}/2026-12")
    assert alone.status == 200
    assert "Aucun lycée n’est connu" in alone.text
    assert "Aucun lycée n’avait encore rien transmis" in alone.text
    assert "Aucune donnée Lycées silencieux" in alone.text


async def test_the_months_something_is_known_of_are_listed_and_the_current_one_is_going_on(
    months: Months,
) -> None:
    await months.an_autumn()

    page = await months.supervisor.get(REPORTS)

    assert page.text.index("Décembre 2026 En cours") < page.text.index("Novembre 2026")
    assert page.text.index("Novembre 2026") < page.text.index("Octobre 2026")
    assert "Septembre 2026" not in page.text
    assert (
        'href="/departement/rapports"' in (await months.supervisor.get("/departement")).answer.text
    )
    for nowhere in ("2027-01", "2026-13", "novembre", "2026-09", "2000-01"):
        assert (await months.supervisor.get(f"{REPORTS}/{nowhere}")).status == 404


async def test_a_month_says_its_first_figures_and_how_they_moved(months: Months) -> None:
    await months.an_autumn()

    text = (await months.supervisor.get(NOVEMBER)).text

    # Twenty expected at each lycée in November, and twenty at one alone in October.
    assert "87,5 % Élèves qui ont un lieu d’accueil, PFMP du mois 35 sur 40." in text
    assert "+37,5 points : 50 % en octobre 2026" in text
    assert "5 Élèves sans lieu d’accueil, PFMP du mois −5 : 10 en octobre 2026" in text
    missing = text.partition("16 Lieux manquants, départs des 60 jours suivants ")[2]
    assert missing.startswith("Hors 1 formation sans chiffres. Octobre 2026 : Aucune donnée")
    assert "3 Lieux d’accueil confirmés +3 : 0 en octobre 2026" in text
    # Nobody had told an action in October, nor that there was none.
    assert "1 Actions école-entreprise menées Octobre 2026 : Non publié à ce jour" in text


async def test_silence_and_what_was_never_told_are_words_and_no_zero(months: Months) -> None:
    await months.an_autumn()

    text = (await months.supervisor.get(NOVEMBER)).text

    assert "Lycée Michelet Aucune donnée" in text
    assert "Lycée Olympe N’avait encore rien transmis" in text
    assert "1 Lycées silencieux" in text
    assert "Lycée Bourdelle 15 5 1 3 24 75 %" in text
    assert "Tous les lycées 35 5 2 6 48 87,5 %" in text
    alone = text.partition("Connus à ce jour seulement, donc sans chiffre de ce mois : ")[2]
    assert "Partenariats actifs" in alone.partition(".")[0]
    assert "Aucun fait de ces sortes : Lieux d’accueil perdus" in text


async def test_what_nobody_ever_told_is_no_zero_and_a_zero_that_was_told_is_one(
    months: Months,
) -> None:
    """Somebody was heard of: of what no event told, nothing is known."""
    months.tell(lycee("Lycée Bourdelle", BOURDELLE), noon(2026, 11, 1))
    months.tell(formation("Électricité"), noon(2026, 11, 2))
    await months.fold()

    page = await months.supervisor.get(NOVEMBER)

    told = page.text.partition("Non publié à ce jour : ")[2].partition(".")[0]
    for kind in ("Lieux d’accueil confirmés", "Échanges avec des entreprises", "Listes importées"):
        assert kind in told
    assert "Actions école-entreprise menées" in told
    assert "Aucun fait de ces sortes" not in page.text
    assert "Non publié à ce jour Lieux d’accueil confirmés" in page.text
    assert "0 Lieux d’accueil confirmés" not in page.text

    none = dict.fromkeys(("companies", "onboarded", "partnerships_active", "actions_held"), 0)
    stated = example(RegistryTotalsStatedV1).model_copy(update=none)
    months.tell(stated, noon(2026, 11, 20))
    months.tell(period(name="november", starts_on=date(2026, 11, 2)), noon(2026, 11, 19))
    months.tell(coverage(0, name="november"), noon(2026, 11, 20))
    await months.fold()

    page = await months.supervisor.get(NOVEMBER)

    assert "0 Lieux d’accueil confirmés" in page.text
    assert "0 Actions école-entreprise menées" in page.text
    no_fact = page.text.partition("Aucun fait de ces sortes : ")[2].partition(".")[0]
    assert "Lieux d’accueil confirmés" in no_fact
    assert "Actions école-entreprise menées" in no_fact
    untold = page.text.partition("Non publié à ce jour : ")[2].partition(".")[0]
    assert "Listes importées" in untold
    # The statement comes after every exchange and every declaration of the lycée: there was none.
    for kind in ("Échanges avec des entreprises", "Déclarations de dérogation déposées"):
        assert kind in no_fact
        assert kind not in untold
    assert "Actions" not in untold


async def test_a_late_entry_is_named_apart_and_the_month_stays_as_it_was_known(
    months: Months,
) -> None:
    await months.an_autumn()
    months.tell(coverage(18, name="november"), noon(2026, 12, 3), version=3)
    await months.fold()
    months.now = noon(2026, 12, 4)

    then = (await months.supervisor.get(NOVEMBER)).text
    now = (await months.supervisor.get(f"{NOVEMBER}?connus=aujourdhui")).text

    assert "Ce que l’on savait le 30 novembre 2026 au soir" in then
    assert "Lycée Bourdelle 15 5 1 3 24 75 %" in then
    assert (
        "PFMP du mois, élèves qui ont un lieu Lycée Bourdelle 75 % 15 sur 20 90 % 18 sur 20" in then
    )
    assert "La situation au 30 novembre 2026, connue le 4 décembre 2026" in now
    assert "Lycée Bourdelle 18 2 1 3 24 90 %" in now
    assert "Connu autrement depuis" not in now


async def test_a_fact_typed_late_is_of_the_month_it_happened_in(months: Months) -> None:
    await months.an_autumn()
    late = noon(2026, 12, 3)
    months.tell(confirmation(4), late)
    months.tell(action("forum", ActionHeldV1, pupils=30, accompanying=2), late)
    await months.fold()
    months.now = noon(2026, 12, 4)

    then = (await months.supervisor.get(NOVEMBER)).text
    now = (await months.supervisor.get(f"{NOVEMBER}?connus=aujourdhui")).text
    december = (await months.supervisor.get(f"{REPORTS}/2026-12")).text

    assert "3 Lieux d’accueil confirmés +3" in then
    assert "Lieux d’accueil confirmés Département 3 4" in then
    # Each lycée’s part of a corrected line is folded away under it.
    assert (
        "Actions menées Département 1 2"
        in then.partition("Indicateurs corrigés, lycée par lycée")[0]
    )
    assert "Actions menées Lycée Bourdelle 1 2" in then.partition("lycée par lycée (")[2]
    found = "Lieux d’accueil trouvés par le bureau Lycée Bourdelle 100 % 3 sur 3 100 % 4 sur 4"
    assert found in then
    assert "4 Lieux d’accueil confirmés +4" in now
    assert "2 Actions école-entreprise menées" in now
    # Four days of December are not held against the whole of November.
    assert "0 Lieux d’accueil confirmés Non publié à ce jour Premiers échanges" in december
    assert "0 Actions école-entreprise menées 2 Lycées silencieux" in december


async def test_a_departure_of_the_last_day_is_looked_at_that_evening(months: Months) -> None:
    await months.an_autumn()
    told = noon(2026, 11, 27)
    months.tell(period(name="last day", starts_on=date(2026, 11, 30)), told, uai=OTHER)
    months.tell(coverage(13, name="last day"), told, uai=OTHER)
    await months.fold()

    text = (await months.supervisor.get(NOVEMBER)).text

    assert "le jour du départ 35 % 7 sur 20 – 35 % 7 sur 20 Aucune donnée" in text


async def test_the_text_is_kept_with_when_it_was_and_printed_where_it_is_not_empty(
    months: Months,
) -> None:
    await months.an_autumn()
    edit = f"{NOVEMBER}/texte"

    form = (await months.supervisor.get(edit)).form(edit)
    kept = await months.supervisor.send(
        form, highlights="Forum de Montauban.\nDeux <lycées>.", concerns="", next_steps=""
    )

    assert "Texte enregistré le mardi 1er décembre 2026 à 12 h 00." in kept.text
    assert "Faits marquants Forum de Montauban. Deux <lycées>." in kept.text
    assert "Points d’attention" not in kept.text
    again = await months.supervisor.get(edit)
    assert "Forum de Montauban." in again.answer.text
    assert "N’y nommez personne" in again.text


async def test_a_text_too_long_is_refused_and_nothing_typed_is_lost(months: Months) -> None:
    edit = f"{NOVEMBER}/texte"
    form = (await months.supervisor.get(edit)).form(edit)

    refused = await months.supervisor.send(form, highlights="é" * 2001, concerns="À suivre")

    assert refused.status == 422
    assert "é" * 2001 in refused.text
    assert "À suivre" in refused.text
    assert "2\u202f000" in refused.answer.text or "2000" in refused.answer.text
    assert "À suivre" not in (await months.supervisor.get(NOVEMBER)).text


async def test_of_two_who_write_the_second_reads_what_the_first_left(months: Months) -> None:
    edit = f"{NOVEMBER}/texte"
    mine, theirs = [(await months.supervisor.get(edit)).form(edit) for _ in range(2)]
    await months.supervisor.send(theirs, highlights="Le forum")

    refused = await months.supervisor.send(mine, highlights="La semaine de l’industrie")

    assert refused.status == 409
    assert "La semaine de l’industrie Le forum" in refused.text
    kept = await months.supervisor.send(refused.form(edit), highlights="La semaine de l’industrie")
    assert "La semaine de l’industrie" in kept.text
    assert "Le forum" not in kept.text


async def test_what_was_sent_reads_the_same_a_year_later_with_corrections_apart(
    months: Months,
) -> None:
    await months.an_autumn()
    edit = f"{NOVEMBER}/texte"
    await months.supervisor.send(
        (await months.supervisor.get(edit)).form(edit), highlights="Tel qu’envoyé"
    )
    sent = await months.supervisor.send(
        (await months.supervisor.get(NOVEMBER)).form(f"{NOVEMBER}/envois")
    )
    assert "Rapport figé : ses chiffres et son texte ne changeront plus." in sent.text
    record = sent.answer.url.path
    await months.supervisor.send(
        (await months.supervisor.get(edit)).form(edit), highlights="Récrit depuis"
    )
    months.tell(coverage(18, name="november"), noon(2026, 12, 3), version=3)
    await months.fold()
    months.now = noon(2027, 12, 4)

    later = (await months.supervisor.get(record)).text

    assert "Rapport figé le mardi 1er décembre 2026 à 12 h 00" in later
    assert "Tel qu’envoyé" in later
    assert "Récrit depuis" not in later
    assert "87,5 % Élèves qui ont un lieu d’accueil, PFMP du mois 35 sur 40." in later
    assert "Lycée Bourdelle 15 5 1 3 24 75 %" in later
    assert (
        "PFMP du mois, élèves qui ont un lieu Lycée Bourdelle 75 % 15 sur 20 90 % 18 sur 20"
        in later
    )
    assert (
        "Élèves qui ont un lieu d’accueil, PFMP du mois Département 87,5 % 35 sur 40 95 %" in later
    )


async def test_a_correction_is_sent_as_a_second_report_each_at_its_date(months: Months) -> None:
    await months.an_autumn()
    first = await months.supervisor.send(
        (await months.supervisor.get(NOVEMBER)).form(f"{NOVEMBER}/envois")
    )
    months.tell(coverage(18, name="november"), noon(2026, 12, 3), version=3)
    await months.fold()
    months.now = noon(2026, 12, 4)
    today_s = f"{NOVEMBER}?connus=aujourdhui"

    second = await months.supervisor.send(
        (await months.supervisor.get(today_s)).form(f"{NOVEMBER}/envois")
    )

    assert "Lycée Bourdelle 18 2 1 3 24 90 %" in second.text
    assert "Rapport figé le mardi 1er décembre 2026" in second.text
    assert f'href="{first.answer.url.path}"' in second.answer.text
    listed = (await months.supervisor.get(REPORTS)).text
    assert listed.index("vendredi 4 décembre 2026") < listed.index("mardi 1er décembre 2026")
    gone = await months.supervisor.send(second.form(f"{second.answer.url.path}/suppression"))
    assert "Rapport figé supprimé." in gone.text
    assert (await months.supervisor.get(second.answer.url.path)).status == 404
    assert (await months.supervisor.get(first.answer.url.path)).status == 200


async def test_the_month_that_is_going_on_reads_as_the_indicators_of_the_day(
    months: Months,
) -> None:
    await months.an_autumn()
    months.now = noon(2026, 11, 28)

    page = await months.supervisor.get(NOVEMBER)

    assert "Ce que l’on savait le 28 novembre 2026 à 12 h 00" in page.text
    assert "En cours" in page.text
    assert "Connu à la fin du mois" not in page.text
    assert (
        "Partenariats actifs Non publié à ce jour Non publié à ce jour Non publié à ce jour "
        "Aucune donnée"
    ) in page.text


async def test_nobody_but_the_supervisor_reads_or_writes_a_report(
    months: Months, app: FastAPI, sessions: KnownSessions
) -> None:
    await months.an_autumn()
    for role, uai in ((Role.HEAD, OTHER), (Role.ACADEMY, None)):
        async with browsing(app, sessions.sign_in((role, uai))) as client:
            for path in (REPORTS, NOVEMBER, f"{NOVEMBER}/texte", f"{NOVEMBER}/rapport.pdf"):
                assert (await client.get(path)).status_code == 404, f"{role} {path}"


async def test_texts_and_reports_go_after_ten_years(months: Months) -> None:
    await months.an_autumn()
    edit = f"{NOVEMBER}/texte"
    await months.supervisor.send((await months.supervisor.get(edit)).form(edit), concerns="Vieux")
    sent = await months.supervisor.send(
        (await months.supervisor.get(NOVEMBER)).form(f"{NOVEMBER}/envois")
    )
    found = []
    for days in (3650, 3660):
        now = EARLY_DECEMBER + timedelta(days=days)
        for name in ("month_texts", "month_records"):
            rule = retention.rules[name]
            async with months.work.begin(WHOLE_DEPARTMENT) as uow:
                due = await rule.find(uow, now=now, limit=10)
                found.append(len(due))
                await rule.remove(uow, [one.id for one in due], now)

    assert found == [0, 0, 1, 1]
    assert (await months.supervisor.get(sent.answer.url.path)).status == 404
    assert "Vieux" not in (await months.supervisor.get(NOVEMBER)).text


_ASKED_AT_MOST = {
    "/departement/rapports/2026-11": 70,
    "/departement/semaine": 16,
}
"""How often a page asks the database at most."""


async def test_a_page_made_of_many_figures_asks_for_each_thing_once(months: Months) -> None:
    await months.an_autumn()

    for address, most in _ASKED_AT_MOST.items():
        with statements() as run:
            page = await months.supervisor.get(address)
        assert page.status == 200
        assert len(run) <= most, (address, len(run))
        alone = ("FROM lycees", "FROM freshness", "FROM formations", "FROM publications")
        for table in alone:
            asked = [one for one in run if one.rstrip().endswith(table)]
            assert len(asked) == len(set(asked)), (address, table)
