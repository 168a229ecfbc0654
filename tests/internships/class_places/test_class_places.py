"""Which host is meant by what is typed for a pupil: nobody is placed by a guess."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

import pytest
from structlog.testing import capture_logs

from contracts.identifiers import SiteKey
from services.internships.class_places.model import match_host
from tests.internships.conftest import Served
from tests.internships.rules.test_care import hears_of_a_pause
from tests.internships.world import BOURDELLE, ELEC, ELSEWHERE, ENDS, STARTS, Lycee
from tests.support.pages import Form, Visitor


@dataclass(frozen=True)
class Place:
    label: str
    commune: str | None = "Moissac"
    site_key: SiteKey = field(default_factory=lambda: SiteKey.local(uuid4()))


LACOMBE, BROTHERS = Place("Électricité Lacombe"), Place("Électricité Lacombe Frères")
TWIN = Place("Électricité Lacombe", "Montauban")


@pytest.mark.parametrize(
    ("words", "found", "named"),
    [
        ("lacombe", [LACOMBE], LACOMBE),
        ("lacombe", [LACOMBE, BROTHERS], None),
        ("ELECTRICITE lacombe", [BROTHERS, LACOMBE], LACOMBE),
        ("Électricité Lacombe", [LACOMBE, TWIN], None),
        ("Électricité Lacombe, Montauban", [LACOMBE, TWIN], TWIN),
        ("delmas", [], None),
    ],
)
def test_a_host_is_named_by_words_that_it_alone_has_or_by_its_whole_name(
    words: str, found: list[Place], named: Place | None
) -> None:
    match = match_host(words, found, registry_answered=True)
    assert match.host == named
    assert (match.doubt is None) == (named is not None)


def test_nothing_is_sure_while_the_registry_does_not_answer() -> None:
    alone = match_host("lacombe", [LACOMBE], registry_answered=False)
    assert alone.host is None
    assert list(alone.candidates) == [LACOMBE]
    assert "choisissez" in str(alone.doubt)
    assert "réessayez" in str(match_host("gouzy", [], registry_answered=False).doubt)


def test_more_hosts_than_are_shown_are_to_be_said_more_precisely() -> None:
    many = [Place(f"Menuiserie {number}") for number in range(20)]
    assert "précisez" in str(match_host("menuiserie", many, registry_answered=True).doubt)
    few = match_host("menuiserie", many[:19], registry_answered=True)
    assert "précisez" not in str(few.doubt)


async def places_of_the_class(bureau: Visitor, lycee: Lycee, *pupils: str) -> Form:
    """The form of a class of these pupils, none of whom has a place."""
    formation = await lycee.opens(ELEC)
    await lycee.imports(*pupils, classes={"2ELEC": formation})
    period = await lycee.publishes_a_period(formation)
    class_id = await lycee.superuser.fetchval("SELECT class_id FROM classes")
    here = f"/pfmp/periodes/{period}/classes/{class_id}/lieux"
    return (await bureau.get(here)).form(here)


async def test_while_the_registry_is_away_a_place_is_chosen_among_those_known_here(
    bureau: Visitor, lycee: Lycee, app: Served
) -> None:
    formation = await lycee.opens(ELEC)
    lea, tom = await lycee.imports(
        "MARTIN Léa 2ELEC", "ROUX Tom 2ELEC", classes={"2ELEC": formation}
    )
    period = await lycee.publishes_a_period(formation)
    site = await lycee.knows_a_host(name="Menuiserie Roca")
    class_id = await lycee.superuser.fetchval("SELECT class_id FROM classes")
    here = f"/pfmp/periodes/{period}/classes/{class_id}"
    page = await bureau.get(here)
    assert "Proposer les lieux de la classe" in page.text
    # From the period, a mail to many begins with its days and its formation.
    of_period = (await bureau.get(f"/pfmp/periodes/{period}")).answer.text
    days = f"formation={ELEC}&amp;du={STARTS}&amp;au={ENDS}"
    assert f"/courriels/nouveau?ensemble=toutes&amp;filtre=toutes&amp;{days}" in of_period
    form = (await bureau.get(f"{here}/lieux")).form(f"{here}/lieux")
    assert form.typed()["pupils"] == [str(lea), str(tom)]

    nothing = await bureau.send(form)
    assert nothing.status == 422
    assert "Aucune entreprise n’est écrite" in nothing.text

    asked = await bureau.send(form, hosts=["roca", ""])
    assert asked.status == 422
    assert "Le registre des entreprises ne répond pas" in asked.text
    again = asked.form(f"{here}/lieux")
    assert again.typed()["hosts"] == ["roca", ""]
    done = await bureau.send(again, chosen=f"{lea}:{site}")
    assert "1 lieu d’accueil proposé." in done.text
    rows = await lycee.superuser.fetch("SELECT pupil_year_id, status FROM placements")
    assert [tuple(row) for row in rows] == [(lea, "proposed")]

    # What somebody did something about meanwhile is left as it is.
    undo = done.form(f"{here}/lieux/retrait")
    placement = await lycee.superuser.fetchval("SELECT placement_id FROM placements")
    await lycee.confirms(placement)
    left = await bureau.send(undo)
    assert "0 lieu d’accueil retiré. 1 laissé" in left.text
    assert await lycee.superuser.fetchval("SELECT status FROM placements") == "confirmed"


async def test_another_lycee_s_class_gets_no_places(
    bureau: Visitor, other_lycee: Lycee, lycee: Lycee
) -> None:
    assert (other_lycee.uai, lycee.uai) == (ELSEWHERE, BOURDELLE)
    formation = await other_lycee.opens(ELEC)
    await other_lycee.imports("MARTIN Léa 2ELEC", classes={"2ELEC": formation})
    period = await other_lycee.publishes_a_period(formation)
    class_id = await other_lycee.superuser.fetchval("SELECT class_id FROM classes")
    page = await bureau.get(f"/pfmp/periodes/{period}/classes/{class_id}/lieux")
    assert page.status == 404


async def test_a_registry_that_does_not_answer_is_not_asked_for_each_company(
    bureau: Visitor, lycee: Lycee, app: Served
) -> None:
    pupils = [f"NOM{letter} Léa 2ELEC" for letter in "ABCDEFGHIJKL"]
    form = await places_of_the_class(bureau, lycee, *pupils)
    with capture_logs() as logs:
        asked = await bureau.send(form, hosts=[f"menuiserie {one.split()[0]}" for one in pupils])
    assert "Le registre des entreprises ne répond pas" in asked.text
    unanswered = [one for one in logs if one["event"] == "question.unanswered"]
    assert len(unanswered) == 1


async def test_a_choice_that_cannot_be_read_is_refused_in_french(
    bureau: Visitor, lycee: Lycee, app: Served
) -> None:
    form = await places_of_the_class(bureau, lycee, "MARTIN Léa 2ELEC")
    pupil = form.typed()["pupils"]
    for chosen in ("martin:local", f"{pupil}:nowhere"):
        refused = await bureau.send(form, hosts=["roca"], chosen=chosen)
        assert refused.status == 422
        assert "Rechargez la page : un lieu choisi n’y est pas lisible." in refused.text
        assert "badly formed" not in refused.text
        assert refused.form(form.action).typed()["hosts"] == "roca"


async def test_a_line_that_is_too_long_names_its_pupil(
    bureau: Visitor, lycee: Lycee, app: Served
) -> None:
    form = await places_of_the_class(bureau, lycee, "MARTIN Léa 2ELEC", "ROUX Tom 2ELEC")
    typed = ["", "Menuiserie " * 12]
    refused = await bureau.send(form, hosts=typed)
    assert refused.status == 422
    assert "ROUX Tom : écrivez au plus 120 caractères." in refused.text
    assert refused.form(form.action).typed()["hosts"] == [one.strip() for one in typed]


async def test_a_pupil_placed_meanwhile_is_named_and_stops_none_of_the_others(
    bureau: Visitor, lycee: Lycee, app: Served
) -> None:
    form = await places_of_the_class(bureau, lycee, "MARTIN Léa 2ELEC", "ROUX Tom 2ELEC")
    lea, tom = (value for name, value in form.fields if name == "pupils")
    period = await lycee.superuser.fetchval("SELECT period_id FROM periods")
    site = await lycee.knows_a_host(name="Menuiserie Roca")
    await lycee.proposes(UUID(lea), period, site)

    chosen = [f"{lea}:{site}", f"{tom}:{site}"]
    refused = await bureau.send(form, hosts=["roca", "menuiserie"], chosen=chosen)
    assert refused.status == 422
    assert "MARTIN Léa : cet élève a déjà un lieu d’accueil" in refused.text
    again = refused.form(form.action)
    assert again.typed()["hosts"] == ["roca", "menuiserie"]

    done = await bureau.send(again, partial="true")
    assert "1 lieu d’accueil proposé. 1 élève laissé pour plus tard." in done.text
    query = "SELECT count(*) FROM placements WHERE pupil_year_id = $1"
    assert await lycee.superuser.fetchval(query, UUID(tom)) == 1


async def test_lines_where_a_pause_was_announced_are_not_offered_as_sure_once_the_others_are_recorded(
    bureau: Visitor, lycee: Lycee, app: Served
) -> None:
    pupils = [f"{name} Léa 2ELEC" for name in ("ALBERT", "BRUNET", "COSTES", "DUPUY")]
    form = await places_of_the_class(bureau, lycee, *pupils)
    quiet = await lycee.knows_a_host(name="Menuiserie Roca")
    paused = await lycee.knows_a_host(name="Charpentes Gouzy")
    await hears_of_a_pause(lycee, paused)
    ids = [value for name, value in form.fields if name == "pupils"]
    chosen = [f"{ids[0]}:{quiet}", *(f"{one}:{paused}" for one in ids[1:3])]
    typed = ["roca", "gouzy", "gouzy", "delmas"]
    asked = await bureau.send(form, hosts=typed, chosen=chosen)
    assert "Enregistrer la ligne sûre" in asked.text
    recorded = "SELECT count(*) FROM placements"

    left = await bureau.send(asked.form(form.action), partial="true")
    assert "1 lieu d’accueil proposé. 3 élèves laissés pour plus tard." in left.text
    assert "sûre" not in left.text
    assert left.text.count("À contacter avant tout placement") == 2  # each line says why
    assert await lycee.superuser.fetchval(recorded) == 1

    # Knowing it, the two are sure; the one whose company is unknown still waits.
    known = await bureau.send(left.form(form.action, exactly=True), knowingly="true")
    assert "Enregistrer les 2 lignes sûres" in known.text
    done = await bureau.send(known.form(form.action), partial="true")
    assert "2 lieux d’accueil proposés. 1 élève laissé pour plus tard." in done.text
    assert await lycee.superuser.fetchval(recorded) == 3


async def test_no_line_is_sure_before_the_lines_were_judged(
    bureau: Visitor, lycee: Lycee, app: Served
) -> None:
    form = await places_of_the_class(bureau, lycee, "MARTIN Léa 2ELEC", "ROUX Tom 2ELEC")
    refused = await bureau.send(form, hosts=["roca", "gouzy"], origin="")
    assert refused.status == 422
    assert "lignes sûres" not in refused.text
