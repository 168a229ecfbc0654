"""What waits in a database without being readable there: files that name people, for an hour.

The key is derived from the service's own credentials: a dump of the database, or its backup, opens
nothing. XSalsa20 and Poly1305, by libsodium.
"""

import asyncio
import hashlib

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from services.chassis.base.errors import NotFound

_MARK = b"closed:1:"
"""Before what is closed; what waited at the upgrade is not."""
_PURPOSE = b"waiting files"


async def closed(key: str, content: bytes) -> bytes:
    """Content nobody reads without the key."""
    return _MARK + await asyncio.to_thread(_box(key).encrypt, content)


async def opened(key: str, kept: bytes) -> bytes:
    """The reverse of `closed`. Raises NotFound for what no longer opens: the key was changed."""
    if not kept.startswith(_MARK):
        return kept
    try:
        return await asyncio.to_thread(_box(key).decrypt, kept.removeprefix(_MARK))
    except CryptoError as unreadable:
        raise NotFound from unreadable


def _box(key: str) -> SecretBox:
    derived = hashlib.blake2b(key.encode(), digest_size=SecretBox.KEY_SIZE, person=_PURPOSE)
    return SecretBox(derived.digest())
