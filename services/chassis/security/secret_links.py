"""Links and codes sent to one person for one purpose: they can be told again, and are stored nowhere.

A secret is derived from what it opens, under a key of the service's own credentials. Whoever reads
the database learns none, and a mail sent a second time holds the same one. The row it leads to says
whether it still opens anything: it expires, is used or is revoked there.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import NotFound
from services.chassis.security import short_codes

MAC_BYTES = 16
"""128 bits: nobody guesses a link."""
CODE_DIGITS = 6
_UAI_LENGTH, _ID_LENGTH = 8, 16
_SHORT_BYTES = -(-short_codes.SECRET_MASK.bit_length() // 8)


class LinkUnknown(NotFound):
    """No link of ours: cut in a mail, mistyped or made up."""

    code = "link-unknown"
    title = "Ce lien n’est pas valable"


@dataclass(frozen=True)
class Opened:
    """What a link leads to: a row of one lycée."""

    uai: Uai
    row_id: UUID


@dataclass(frozen=True)
class SecretLinks:
    """Makes and reads the links of one service; what is for one purpose opens nothing else."""

    key: str = field(repr=False)
    origin: str
    """The single origin the browsers see."""

    def url(self, purpose: str, path: str, *, uai: Uai, row_id: UUID) -> str:
        """The whole address to write in a mail; `path` is the page's, without the secret."""
        return self.page(f"{path}/{self.token(purpose, uai=uai, row_id=row_id)}")

    def page(self, path: str) -> str:
        """The whole address of a page, to write on paper."""
        return f"{self.origin.rstrip('/')}{path}"

    def token(self, purpose: str, *, uai: Uai, row_id: UUID) -> str:
        """The secret part of a link, 54 characters; it tells the id, and no name."""
        what = uai.encode() + row_id.bytes
        mac = self._mac("link", purpose, what)[:MAC_BYTES]
        return base64.urlsafe_b64encode(what + mac).rstrip(b"=").decode()

    def read(self, purpose: str, token: str) -> Opened:
        """What a link of ours leads to, with nothing asked of the database. Raises LinkUnknown."""
        try:
            raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
            uai = Uai(raw[:_UAI_LENGTH].decode())
            opened = Opened(uai, UUID(bytes=raw[_UAI_LENGTH : _UAI_LENGTH + _ID_LENGTH]))
        except (binascii.Error, ValueError):
            raise LinkUnknown from None
        # The text itself, not what it decodes to: one link has one spelling.
        made = self.token(purpose, uai=opened.uai, row_id=opened.row_id)
        if not hmac.compare_digest(made.encode(), token.encode()):
            raise LinkUnknown
        return opened

    def code(self, purpose: str, *, row_id: UUID) -> str:
        """The six digits of a row, to type by hand: count the tries, they can be guessed."""
        number = int.from_bytes(self._mac("code", purpose, row_id.bytes), "big")
        return f"{number % 10**CODE_DIGITS:0{CODE_DIGITS}}"

    def is_code(self, purpose: str, typed: str, *, row_id: UUID) -> bool:
        """Whether these are the digits of a row, spaces aside."""
        bare = "".join(typed.split())
        return hmac.compare_digest(self.code(purpose, row_id=row_id).encode(), bare.encode())

    def digest(self, purpose: str, text: str) -> str:
        """What a text is known again by, without keeping it; of no use to who lacks the key."""
        return self._mac("digest", purpose, text.encode())[:MAC_BYTES].hex()

    def short_code(self, letter: str, purpose: str, *, uai: Uai, row_id: UUID) -> str:
        """The code to type where the link cannot be opened; `letter` tells the kind of link."""
        return short_codes.written(letter, uai, self._short(purpose, uai, row_id))

    def coded(
        self, purpose: str, typed: short_codes.TypedCode, row_ids: Iterable[UUID]
    ) -> UUID | None:
        """Which of these rows of the lycée has the code, after as much work whichever it is.

        Give it as many rows for every lycée, see `services.chassis.unit_of_work.short_code_rows`.
        """
        key, lycee, found = self._key("short", purpose), typed.uai.encode(), None
        wanted = _bits(short_codes.number(typed.secret))
        for row_id in row_ids:
            made = hmac.digest(key, lycee + row_id.bytes, hashlib.sha256)
            if hmac.compare_digest(_bits(int.from_bytes(made[-_SHORT_BYTES:], "big")), wanted):
                found = row_id
        return found

    def signing_key(self, purpose: str, *, row_id: UUID) -> bytes:
        """32 bytes to sign with, shared with who checks the signatures; another row, another key."""
        return self._mac("key", purpose, row_id.bytes)

    def _short(self, purpose: str, uai: Uai, row_id: UUID) -> str:
        mac = self._mac("short", purpose, uai.encode() + row_id.bytes)
        return short_codes.signs(int.from_bytes(mac, "big"), short_codes.SECRET_SIGNS)

    def _mac(self, kind: str, purpose: str, what: bytes) -> bytes:
        # Two steps: no purpose and content can be cut another way and give the same secret.
        return hmac.digest(self._key(kind, purpose), what, hashlib.sha256)

    def _key(self, kind: str, purpose: str) -> bytes:
        return hmac.digest(self.key.encode(), f"{kind}:{purpose}".encode(), hashlib.sha256)


def _bits(number: int) -> bytes:
    """What the signs of a short code hold of a number."""
    return (number & short_codes.SECRET_MASK).to_bytes(_SHORT_BYTES, "big")
