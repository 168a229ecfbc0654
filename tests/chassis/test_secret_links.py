"""Links and codes sent by mail: told again at will, stored nowhere, good for one purpose."""

import base64
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.identifiers import Uai
from services.chassis.security.credentials import new_secret
from services.chassis.security.secret_links import LinkUnknown, Opened, SecretLinks

LYCEE, OTHER = Uai("0820032P"), Uai("0820700R")
ROW = UUID("01234567-89ab-7cde-8f01-23456789abcd")
LINKS = SecretLinks(new_secret(), "https://passerelle.example/")


def token(**changes: object) -> str:
    told = {"purpose": "check", "uai": LYCEE, "row_id": ROW, **changes}
    purpose = str(told.pop("purpose"))
    return LINKS.token(purpose, **told)  # type: ignore[arg-type]  # what each test changes of it


class TestLinks:
    def test_a_link_leads_to_its_row(self) -> None:
        assert LINKS.read("check", token()) == Opened(LYCEE, ROW)

    def test_a_link_told_again_is_the_same(self) -> None:
        assert token() == token()
        assert LINKS.url("check", "/fiche", uai=LYCEE, row_id=ROW) == (
            f"https://passerelle.example/fiche/{token()}"
        )

    def test_each_row_lycee_purpose_and_installation_has_links_of_its_own(self) -> None:
        elsewhere = SecretLinks(new_secret(), "https://passerelle.example")
        different = {
            token(),
            token(row_id=UUID(int=ROW.int + 1)),
            token(uai=OTHER),
            token(purpose="invitation"),
            elsewhere.token("check", uai=LYCEE, row_id=ROW),
        }
        assert len({text[-20:] for text in different}) == 5

    def test_what_is_for_one_purpose_opens_nothing_else(self) -> None:
        with pytest.raises(LinkUnknown):
            LINKS.read("invitation", token())

    # Their names are said: workers that name a test differently run none at all.
    @pytest.mark.parametrize("key", [new_secret(), ""], ids=["another", "none"])
    def test_another_installations_links_open_nothing_here(self, key: str) -> None:
        elsewhere = SecretLinks(key, LINKS.origin)
        with pytest.raises(LinkUnknown):
            LINKS.read("check", elsewhere.token("check", uai=LYCEE, row_id=ROW))

    def test_a_link_changed_anywhere_opens_nothing(self) -> None:
        good = token()
        for place, letter in enumerate(good):
            for other in {"A", "_", "é", ""} - {letter}:
                with pytest.raises(LinkUnknown):
                    LINKS.read("check", good[:place] + other + good[place + 1 :])

    def test_a_link_has_one_spelling(self) -> None:
        """The last letter carries bits that decoding drops: only one of its values is ours."""
        good = token()
        raw = base64.urlsafe_b64decode(good + "==")
        assert base64.urlsafe_b64decode(good[:-1] + chr(ord(good[-1]) + 1) + "==") == raw
        for spelling in (good[:-1] + chr(ord(good[-1]) + 1), good + "=", good + "\n", f" {good}"):
            with pytest.raises(LinkUnknown):
                LINKS.read("check", spelling)

    @given(st.text(max_size=80))
    def test_whatever_is_typed_is_answered_as_unknown(self, text: str) -> None:
        with pytest.raises(LinkUnknown):
            LINKS.read("check", text)

    @given(st.binary(max_size=60))
    def test_whatever_is_decoded_is_answered_as_unknown(self, raw: bytes) -> None:
        with pytest.raises(LinkUnknown):
            LINKS.read("check", base64.urlsafe_b64encode(raw).rstrip(b"=").decode())

    def test_the_key_is_not_shown(self) -> None:
        assert LINKS.key not in repr(LINKS)


class TestCodes:
    def test_a_code_has_six_digits_and_is_told_again(self) -> None:
        codes = [LINKS.code("sign-in", row_id=UUID(int=number)) for number in range(2_000)]
        assert all(len(code) == 6 and code.isdecimal() for code in codes)
        assert LINKS.code("sign-in", row_id=UUID(int=7)) == codes[7]
        # Spread: some begin with a zero, and hardly any two are alike.
        assert any(code.startswith("0") for code in codes)
        assert len(set(codes)) > 1_980

    def test_a_code_typed_with_spaces_is_the_same(self) -> None:
        code = LINKS.code("sign-in", row_id=ROW)
        assert LINKS.is_code("sign-in", f" {code[:3]} {code[3:]}\n", row_id=ROW)

    @pytest.mark.parametrize("typed", ["", "12345", "é", "1234567"])
    def test_another_code_is_not(self, typed: str) -> None:
        assert not LINKS.is_code("sign-in", typed, row_id=ROW)
        code = LINKS.code("sign-in", row_id=ROW)
        assert not LINKS.is_code("sign-in", f"{(int(code) + 1) % 10**6:06}", row_id=ROW)
        assert not LINKS.is_code("another-purpose", code, row_id=ROW)
