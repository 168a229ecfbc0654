"""Which addresses may be kept, what a link shows of them, and who may be written to from eighteen on."""

from datetime import date
from uuid import uuid4

import pytest

from services.internships.families.model import (
    Family,
    FamilyAddress,
    FamilyMailWrong,
    FamilySlot,
    SaidBy,
    checked_mail,
    masked,
)
from tests.internships.families.relatives import FIRST, PUPIL
from tests.internships.world import BOURDELLE

BIRTHDAY = date(2027, 1, 12)


def family(born_on: date | None, *, agreed_on: date | None = None) -> Family:
    return Family(BOURDELLE, uuid4(), born_on, agreed_on)


@pytest.mark.parametrize(
    "mail", ["p.n@m.example", " Marie-Ange.D'Artois@ecole-82.example ", "x+y@a.b.example"]
)
def test_an_address_is_kept_as_it_was_written(mail: str) -> None:
    assert checked_mail(mail) == mail.strip()


@pytest.mark.parametrize(
    "mail",
    [
        *("", "nom", "nom@", "@m.example", "a b@m.example", "a@m", "a@m.example, b@m.example"),
        *("a@@m.example", "a@m..example", "é@m.example", f"{'a' * 250}@m.example"),
        *("a@m.example\r\nBcc: b@m.example", "<a@m.example>"),
    ],
)
def test_what_is_no_address_is_refused(mail: str) -> None:
    with pytest.raises(FamilyMailWrong):
        checked_mail(mail)


def test_a_link_on_paper_shows_an_address_to_who_knows_it_alone() -> None:
    assert masked("camille.fabre@messagerie.example") == "c…@m….example"
    address = FamilyAddress(uuid4(), FIRST, "c@m.example", SaidBy.LIST, BIRTHDAY)
    assert "m.example" not in repr(address)


@pytest.mark.parametrize(
    ("born_on", "day", "of_age"),
    [
        (date(2009, 1, 12), date(2027, 1, 11), False),
        (date(2009, 1, 12), BIRTHDAY, True),
        # Born on 29 February: from 1 March on, the stricter way.
        (date(2008, 2, 29), date(2026, 2, 28), False),
        (date(2008, 2, 29), date(2026, 3, 1), True),
        # Nobody knows: a minor.
        (None, date(2027, 1, 12), False),
    ],
)
def test_a_pupil_is_of_age_from_the_birthday_itself(
    born_on: date | None, day: date, *, of_age: bool
) -> None:
    one = family(born_on)
    assert one.is_of_age(day) is of_age
    assert one.writes_to(FIRST, day) is not of_age
    assert one.writes_to(PUPIL, day) is of_age
    assert one.may_read(FIRST, day) is not of_age


def test_a_pupil_of_age_who_agrees_has_the_representatives_be_written_to_but_signs_alone() -> None:
    one = family(date(2009, 1, 12), agreed_on=BIRTHDAY)
    assert all(one.writes_to(slot, BIRTHDAY) for slot in FamilySlot)
    to_sign = [slot for slot in FamilySlot if one.writes_to(slot, BIRTHDAY, to_sign=True)]
    assert to_sign == [PUPIL]
