"""The sixty ways somebody might abuse Passerelle: each is tried by a test, or waits for a feature.

A case says what is tried. It names the tests that try it, or what must exist before anybody can,
or nothing: then it is in `UNTRIED`, where everybody sees it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import pytest

from deploy.services import SERVICES
from services.chassis.base.identity import Role
from services.chassis.unit_of_work.permissions import PUBLIC
from tests.internships.world import CARE, Lycee
from tests.partnerships.world import Bureau
from tests.portal.world import an_account
from tests.support.network import HERE, Network
from tests.support.pages import Visitor
from tests.support.routes import routes_of
from tests.support.services import Published, ServiceDatabases

TESTS = Path(__file__).parents[1]
TEST = re.compile(r"^(?:async )?def (test_\w+)\(", re.MULTILINE)
OIDC = "sign-in by OpenID Connect"


@dataclass(frozen=True)
class Case:
    """What is tried, by which tests; or what it waits for."""

    tried: str
    tests: tuple[str, ...] = ()
    waits_for: str = ""


def by(tried: str, *tests: str) -> Case:
    return Case(tried, tests)


def waits(tried: str, feature: str) -> Case:
    return Case(tried, waits_for=feature)


ATTEMPTS = "test_an_attempt_is_refused_and_its_control_is_not"
CASES = {
    1: waits("a callback without state, or with another's", OIDC),
    2: waits("a code sent again", OIDC),
    3: waits("a token without signature", OIDC),
    4: waits("a token signed with the public key", OIDC),
    5: waits("a token for another application", OIDC),
    6: waits("a token that is over, or not yet valid", OIDC),
    7: waits("another's nonce", OIDC),
    8: waits("the same mail under another subject", OIDC),
    9: by("going elsewhere after sign-in", "test_nobody_is_sent_to_another_site_after_signing_in"),
    10: by("a session fixed before", "test_a_session_planted_before_is_not_the_one_of_the_account"),
    11: by("a cookie kept", "test_a_session_that_was_closed_is_over_within_a_second"),
    12: by("an account removed", "test_what_was_revoked_does_not_serve_without_the_portal"),
    13: by(
        "a hundred sign-ins a minute",
        "test_after_ten_failures_the_next_attempt_waits",
        "test_a_visitor_who_asks_too_often_waits_and_others_do_not",
    ),
    14: waits("an identity whose employer changed", OIDC),
    15: by(
        "another lycée's address",
        "test_what_is_of_another_lycee_is_answered_like_what_does_not_exist",
    ),
    16: by(
        "another lycée in a form",
        "test_writing_for_a_lycee_that_is_not_ones_own_is_refused_and_noted",
        "test_a_call_for_a_lycee_that_is_not_ones_own_is_refused_and_noted",
        "test_a_row_of_another_lycee_cannot_be_written_in_any_table",
        "test_a_row_cannot_be_given_to_another_lycee",
    ),
    17: by("another lycée's contact", "test_another_lycees_contact_answers_like_an_absent_one"),
    18: by("a page of another role", "test_a_role_without_the_action_finds_nothing"),
    19: by("the supervisor at a pupil's page", "test_a_role_without_the_action_finds_nothing"),
    20: by(
        "a class of two",
        "test_a_formation_of_two_pupils_is_too_small_to_be_told",
        "test_figures_are_cut_and_sorted_in_no_other_way",
    ),
    21: by(
        "the difference of two tables",
        "test_no_withheld_figure_is_left_with_one_number_whoever_knows_the_rule",
        "test_editions_tell_neither_a_small_figure_nor_that_one_pupil_moved",
        "test_whoever_asks_again_and_again_is_told_the_same_bytes_until_the_next_edition",
        "test_figures_are_cut_and_sorted_in_no_other_way",
    ),
    22: by("small numbers in a file", "test_files_and_programs_are_told_what_the_page_tells"),
    23: by("sorting figures by a name", "test_figures_are_cut_and_sorted_in_no_other_way"),
    24: by(
        "another method",
        "test_a_wrong_method_is_refused",
        "test_head_answers_as_get_without_the_body",
    ),
    25: by("forged forwarding", "test_what_a_browser_claims_about_forwarding_is_replaced"),
    26: by(
        "a role among the fields of a form",
        "test_a_field_nobody_asked_for_is_refused_by_every_form_and_command",
    ),
    27: by("the same parameter twice", "test_the_same_name_twice_is_refused_everywhere"),
    28: by(
        "another scope in SQL",
        "test_a_lycee_sees_its_rows_and_no_others",
        "test_only_the_unit_of_work_says_whose_rows_are_seen",
        "test_nothing_typed_opens_the_rows_of_another_lycee",
    ),
    29: by("publishing for another", ATTEMPTS),
    30: by("another's readers and streams", ATTEMPTS),
    31: by("listening to everything", ATTEMPTS),
    32: by("another lycée in a payload", "test_a_payload_that_names_another_lycee_is_set_aside"),
    33: by("markup in a name", "test_what_people_typed_is_no_markup"),
    34: by(
        "a link that is a program",
        "test_nothing_else_leads_anywhere",
        "test_a_refused_form_keeps_what_was_typed_and_says_what_to_do",
    ),
    35: by("markup in news", "test_markup_is_shown_as_it_was_typed"),
    36: by(
        "what breaks a feed",
        "test_both_feeds_hold_what_is_published_whatever_was_typed",
        "test_characters_no_feed_may_hold_are_left_out",
    ),
    37: by("a formula in a cell", "test_no_cell_is_a_formula"),
    38: by(
        "monstrous lists",
        "test_a_file_larger_than_any_of_ours_is_refused",
        "test_a_csv_is_read_whatever_its_encoding",
    ),
    39: by(
        "a workbook that explodes",
        "test_a_file_that_is_no_list_is_refused_in_a_sentence",
        "test_nothing_a_workbook_declares_is_put_in_place_of_a_cell",
    ),
    40: by("files with misleading names", "test_the_name_of_a_file_leads_nowhere"),
    41: by("a line more in a subject", "test_a_name_cannot_add_a_line_to_a_subject"),
    42: by("several recipients in one", "test_an_address_that_is_taken_is_one_recipient"),
    43: by("signs of SQL in a search", "test_signs_of_sql_are_looked_for_as_they_are_typed"),
    44: by(
        "characters nobody sees",
        "test_what_people_type_gets_one_spelling",
        "test_two_ways_to_type_an_accent_are_one",
        "test_no_text_breaks_what_it_is_typed_in",
        "test_no_text_breaks_the_address_it_is_in",
    ),
    45: by(
        "names of one letter and of two hundred", "test_nobody_is_told_that_their_name_is_wrong"
    ),
    46: by(
        "dates that do not exist",
        "test_dates_that_do_not_go_together_are_refused",
        "test_no_text_breaks_what_it_is_typed_in",
    ),
    47: by(
        "absurd numbers",
        "test_a_count_is_neither_negative_nor_absurd",
        "test_no_text_breaks_what_it_is_typed_in",
    ),
    48: by(
        "false SIRET, La Poste's",
        "test_a_site_of_la_poste_has_digits_that_add_up_to_a_multiple_of_five",
    ),
    49: by(
        "huge and deep bodies",
        "test_a_form_larger_than_any_of_ours_is_refused",
        "test_json_of_a_hundred_thousand_levels_is_refused",
        "test_a_body_that_does_not_come_is_not_waited_for_for_ever",
        "test_a_head_without_end_is_refused_with_our_headers",
    ),
    50: by("texts that make regular expressions slow", "test_no_text_makes_an_expression_explode"),
    51: by(
        "a form of another site, or that does not say of which",
        "test_another_site_cannot_make_a_browser_write",
        "test_a_program_says_nothing_of_sites_and_sends_no_form",
    ),
    52: by("a valid cookie from elsewhere", "test_another_site_cannot_make_a_browser_write"),
    53: by("a frame around our pages", "test_every_answer_carries_every_header"),
    54: by("twenty clicks", "test_twenty_clicks_on_confirm_tell_one_agreement"),
    55: by("two for the last place", "test_of_twenty_simultaneous_confirmations_one_wins"),
    56: by(
        "an old form sent again",
        "test_a_stale_form_shows_the_difference_and_keeps_what_was_typed",
    ),
    57: by(
        "a webhook sent again",
        "test_nothing_is_taken_from_a_program_that_is_not_signed_in_whatever_it_signs",
        "test_the_same_command_sent_again_gets_the_first_answer",
    ),
    58: by(
        "scanners that open links",
        "test_opening_any_number_of_times_uses_nothing_up_and_a_closed_link_opens_nothing",
        "test_a_scanner_that_opens_the_link_uses_nothing_up",
        "test_opening_the_link_any_number_of_times_confirms_nothing",
    ),
    59: by(
        "asking which mails and codes are known",
        "test_a_wrong_code_and_an_unknown_mail_look_alike",
        "test_every_code_that_opens_nothing_is_answered_alike",
    ),
    60: by(
        "what installations leave open",
        "test_nothing_of_the_machinery_answers",
        "test_an_error_of_the_database_does_not_quote_what_was_typed",
    ),
}
UNTRIED: set[int] = set()


def names_of_tests() -> set[str]:
    """Every test of the repository."""
    return {
        name
        for path in TESTS.rglob("test_*.py")
        for name in TEST.findall(path.read_text(encoding="utf-8"))
    }


def test_each_of_the_sixty_cases_is_tried_or_waits_for_a_feature() -> None:
    assert sorted(CASES) == list(range(1, 61))
    idle = {number for number, case in CASES.items() if not case.tests and not case.waits_for}
    assert idle == UNTRIED


def test_each_test_that_is_named_exists() -> None:
    known = names_of_tests()
    missing = {name for case in CASES.values() for name in case.tests} - known
    assert missing == set()
    assert "test_a_test_nobody_wrote" not in known


@pytest.mark.parametrize(
    "path",
    [
        "/docs",
        "/redoc",
        "/openapi.json",
        "/metrics",
        "/.git/config",
        "/.env",
        "/debug",
        "/server-status",
    ],
)
async def test_nothing_of_the_machinery_answers(network: Network, path: str) -> None:
    for client in (network.client(), await network.client_as(Role.OPERATOR, None)):
        answer = await client.get(path)
        assert answer.status_code == 404
        for word in ("Traceback", "uvicorn", "FastAPI", "Python"):
            assert word not in answer.text


@pytest.mark.parametrize("typed", ["' OR 1=1--", "c%nnerie", "___udronnerie", "zz' OR 'a'='a"])
async def test_signs_of_sql_are_looked_for_as_they_are_typed(
    network: Network, published: Published, typed: str
) -> None:
    bureau = Bureau(HERE, network.runtime("partnerships").work, published)
    reader = await network.client_as(Role.RBDE)
    await bureau.registers()

    found = await reader.get("/entreprises", params={"q": typed, "filtre": "toutes"})
    control = await reader.get("/entreprises", params={"q": "chaudronnerie", "filtre": "toutes"})

    assert found.status_code == 200
    assert "Chaudronnerie du Quercy" in control.text
    assert "Chaudronnerie du Quercy" not in found.text


NAMES = ("O'Brien-Łęcki", "Nguyễn", "Ô", "Æ" * 200, "D’Alembert", "李")


async def test_nobody_is_told_that_their_name_is_wrong(
    network: Network, published: Published, service_databases: ServiceDatabases
) -> None:
    reader = Visitor(await network.client_as(Role.RBDE))
    bureau = Bureau(HERE, network.runtime("partnerships").work, published)
    company = await bureau.registers()
    rows = "".join(f"{name};{name};1ASSP\n" for name in NAMES)
    listed = {"file": ("classe.csv", f"Nom;Prénom;Classe\n{rows}".encode())}

    for name in NAMES:
        form = (await reader.get(f"/entreprises/{company}/contacts/nouveau")).form("/entreprises/")
        assert plain(name) in plain((await reader.send(form, name=name)).text)
        work = network.runtime("portal").work
        await an_account(work, name=name, uais=(HERE,), mail=f"{uuid4()}@lycee.example")
    superuser = await service_databases.superuser("internships")
    await Lycee(HERE, network.runtime("internships").work, superuser).opens(CARE)
    await superuser.close()
    preview = await reader.get("/pfmp/eleves/import")
    shown = await reader.send(preview.form("/pfmp/eleves/import/apercu"), files=listed)

    assert (shown.status, "trop long" in shown.text) == (200, False)
    assert all(plain(shown.text).count(plain(name)) >= 2 for name in NAMES)


def plain(text: str) -> str:
    """Whatever apostrophe it is printed with."""
    return text.replace("’", "'")


async def test_json_of_a_hundred_thousand_levels_is_refused(network: Network) -> None:
    program = await network.client_as(Role.RBDE)
    deep = "[" * 100_000
    for body in (deep, f'{{"command_id": {deep}', '{"a": 1e999999}', '{"a": ' + "9" * 5_000 + "}"):
        answer = await program.post(
            "/api/partnerships/companies",
            content=body,
            headers={"Content-Type": "application/json"},
        )
        assert answer.status_code == 422, body[:30]


LIST = "Raison sociale;Commune\nBois Vert;Moissac\n"
PAGE = "<html><script>alert(1)</script></html>"


@pytest.mark.parametrize(
    ("name", "content", "status"),
    [
        ("../../etc/passwd", LIST, 200),
        ("liste.html", LIST, 200),
        ("<img src=x onerror=alert(1)>.csv", LIST, 200),
        ("liste.csv", PAGE, 200),
        ("liste.xlsx", "%PDF-1.4\n%\u00e2\u00e3\n1 0 obj\n", 422),
        ("liste.csv", "PK\x03\x04" + PAGE, 422),
    ],
)
async def test_the_name_of_a_file_leads_nowhere(
    network: Network, name: str, content: str, status: int
) -> None:
    """What a file is, its content says; its name is a text that is shown, and no path."""
    reader = Visitor(await network.client_as(Role.RBDE))
    page = await reader.get("/entreprises/import")
    sent = await reader.send(
        page.form("/entreprises/import"), files={"file": (name, content.encode(), "text/html")}
    )

    assert sent.status == status, sent.text
    assert sent.answer.headers["content-type"].startswith("text/html")
    assert sent.answer.headers["x-content-type-options"] == "nosniff"
    for markup in ("<img src=x", "<script>alert"):
        assert markup not in sent.answer.text
    assert "root:" not in sent.answer.text


async def test_nothing_is_taken_from_a_program_that_is_not_signed_in_whatever_it_signs(
    network: Network,
) -> None:
    """No webhook comes in: what is open to all is forms, and a form says from which site it is."""
    open_to_all = [
        route
        for service in SERVICES
        for route in routes_of(service)
        if route.declared.writes and route.declared.action == PUBLIC
    ]
    assert {route.declared.kind for route in open_to_all} == {"form"}
    signed = {"X-Hub-Signature-256": "sha256=" + "0" * 64, "Sec-Fetch-Site": ""}
    for route in open_to_all:
        address = route.address(dict.fromkeys(route.in_path, "x"))
        answer = await network.client(headers=signed).post(address, data={"event": "ping"})
        assert answer.status_code == 403, str(route)
    program = await network.client().post("/api/partnerships/companies", json={"name": "Sel"})
    assert program.status_code == 401
