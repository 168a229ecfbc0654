"""Mails as they are read: French, safe, the same in both parts."""

import html
import re
from html.parser import HTMLParser

import pytest

from contracts.strays import has_stray
from services.notifications.composition.queries import mails
from services.notifications.contents.queries.owners_answers import mail
from services.notifications.drawing import queries as mail_body
from services.notifications.drawing.queries import draw, template_names
from services.notifications.mail_server.model.message import checked_header
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.kinds import KINDS
from services.notifications.staff_mails.queries.notice import DRAWN_AS
from tests.architecture.rules.pages import ASCII_APOSTROPHE, PLAIN_SPACE
from tests.notifications.mail_values import COMMON

MAILS = template_names()
WITHOUT_REPLY = {**COMMON, "reply_name": None, "contact_name": None, "host_told": False}


class _Words(HTMLParser):
    """What is read of an HTML part."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 – the parser gives both
        self._silent = tag == "style"

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 – the parser gives it
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


def words(page: str) -> str:
    return " ".join(_Words(page).words)


@pytest.mark.parametrize("name", MAILS)
@pytest.mark.parametrize("values", [COMMON, WITHOUT_REPLY], ids=["whole", "least"])
def test_every_mail_is_typeset_in_french(name: str, values: dict[str, object]) -> None:
    if values is WITHOUT_REPLY and name in {"contact_check", "host_page"}:
        values = {**values, "contact_name": COMMON["contact_name"]}
    drawn = draw(name, values)

    for part in (drawn.subject, drawn.text, words(drawn.html)):
        assert not ASCII_APOSTROPHE.findall(part), part
        assert not PLAIN_SPACE.findall(part), part


@pytest.mark.parametrize("name", MAILS)
def test_every_mail_says_where_the_lycee_is_once_it_said_so(name: str) -> None:
    drawn = draw(name, COMMON)
    for part in (drawn.text, words(drawn.html)):
        assert "3 rue de l’École, 82000 Montauban" in part
    silent = draw(name, {**COMMON, "address": None})
    assert "None" not in silent.text


@pytest.mark.parametrize("name", MAILS)
def test_every_mail_has_a_subject_of_one_short_line_and_says_it_is_french(name: str) -> None:
    drawn = draw(name, COMMON)

    assert drawn.subject
    assert "\n" not in drawn.subject
    assert len(drawn.subject) <= 120
    assert '<html lang="fr"' in drawn.html


@pytest.mark.parametrize("name", MAILS)
def test_opening_a_mail_fetches_nothing_from_anybody(name: str) -> None:
    page = draw(name, COMMON).html

    assert not re.search(r"@import|<link\b|<img\b|<script\b|\bbackground=|url\(", page)


@pytest.mark.parametrize("name", MAILS)
def test_both_parts_of_a_mail_say_the_same_facts(name: str) -> None:
    drawn = draw(name, COMMON)

    sources = (drawn.text, html.unescape(drawn.html))
    for value in ("482913", COMMON["url"], COMMON["placement_url"], "11\u00a0janvier"):
        said = [str(value) in source for source in sources]
        assert said in ([True, True], [False, False]), (name, value)


@pytest.mark.parametrize("name", MAILS)
def test_what_people_typed_is_no_markup(name: str) -> None:
    evil = "<script>alert(1)</script></mj-text><mj-raw>{{ 7*7 }}"
    values = {
        key: evil if isinstance(value, str) and key not in {"url", "code"} else value
        for key, value in COMMON.items()
    }

    drawn = draw(name, values)

    assert "<script" not in drawn.html
    assert "mj-raw>" not in drawn.html.replace("&lt;/mj-text&gt;&lt;mj-raw&gt;", "")
    assert "49" not in words(drawn.html).replace("482913", "")


@pytest.mark.parametrize("name", MAILS)
def test_a_name_cannot_add_a_line_to_a_subject(name: str) -> None:
    values = {
        key: f"{value}\r\nBcc: x@y.example" if isinstance(value, str) else value
        for key, value in COMMON.items()
    }

    assert len(draw(name, values).subject.splitlines()) == 1


def test_the_subject_of_a_mail_to_a_host_names_no_pupil() -> None:
    drawn = draw("host_agreed", COMMON)

    assert "Orval" not in drawn.subject
    assert "Zéphyrine" not in drawn.subject
    assert "Orval" in drawn.text
    assert "du lundi 11 janvier au vendredi 5 février 2027" in drawn.text.replace("\u00a0", " ")


def test_the_bureau_reads_about_a_pupil_on_the_page_not_in_a_mail() -> None:
    drawn = draw("bureau_agreed", COMMON)

    assert "Orval" not in drawn.subject + drawn.text + drawn.html


def test_the_templates_of_a_mail_are_read_once_however_often_it_is_drawn() -> None:
    """Turning MJML into HTML costs far more than putting values in: `make bench ARGS=mails`."""
    for name in MAILS:
        draw(name, COMMON)
    before = mail_body._templates.cache_info()
    for name in MAILS * 3:
        draw(name, COMMON)
    after = mail_body._templates.cache_info()

    assert after.misses == before.misses
    assert after.hits == before.hits + 3 * len(MAILS)


def test_no_expression_is_left_in_what_is_read() -> None:
    for name in MAILS:
        drawn = draw(name, COMMON)
        for part in (drawn.subject, drawn.text, drawn.html):
            assert not re.search(r"\{\{|\{%|\[\[", part), name


@pytest.mark.parametrize("name", MAILS)
def test_a_mail_of_a_demonstration_says_that_all_is_invented(name: str) -> None:
    invented = draw(name, COMMON, demonstration=True)
    for part in (invented.text, words(invented.html)):
        assert "données inventées" in part
        assert not PLAIN_SPACE.findall(part), part
    assert "inventées" not in draw(name, COMMON).html + draw(name, COMMON).text


@pytest.mark.parametrize("name", MAILS)
def test_a_name_that_turns_the_writing_stops_no_mail(name: str) -> None:
    """One lycée's company may be told in the mails of another one."""
    turned = {k: f"{v}\u202e\x1b" if isinstance(v, str) else v for k, v in COMMON.items()}
    drawn = draw(name, turned)

    checked_header(drawn.subject)
    assert not has_stray(drawn.html)
    assert not has_stray(drawn.text)


def test_each_mail_has_a_text_and_somebody_who_asks_what_it_says() -> None:
    alike = {kind for kind, words in KINDS.items() if not words.own_text}
    assert set(MAILS) == {template.value for template in set(Template) - alike} | {DRAWN_AS}
    assert set(mails.MAILS) == set(Template)


def test_a_mail_that_is_written_twice_is_refused_and_stays_as_it_was() -> None:
    written = mails.MAILS[Template.INVITATION]

    with pytest.raises(ValueError, match="invitation is written twice"):
        mail(Template.INVITATION)(written.ask)

    assert mails.MAILS[Template.INVITATION] is written


def test_a_mail_colleagues_see_says_what_it_is_and_for_whom() -> None:
    hidden = {template for template in Template if not template.shown}

    assert hidden == {Template.FORGOTTEN, Template.ONE_TIME_CODE, Template.SECOND_FACTOR}
    assert all(template.reader for template in set(Template) - hidden)
