"""Hashing passwords, in a thread: it takes a quarter of a second and 64 MiB by design."""

import asyncio
from functools import cache

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

AT_ONCE = 2
"""Passwords checked at the same time: more would cost memory, and outrun the count of failures."""
TURNS = asyncio.Semaphore(AT_ONCE)
_HASHER = PasswordHash.recommended()
# The least that the OWASP Password Storage Cheat Sheet takes for Argon2id: an eighth of the time.
_LIGHT = PasswordHash((Argon2Hasher(memory_cost=19 * 1024, time_cost=2, parallelism=1),))


@cache
def _nobody() -> str:
    """What a password is compared with when the account does not exist; made at first use."""
    return _HASHER.hash("no account")


async def hashed(password: str, *, invented: bool = False) -> str:
    """Argon2id hash of a password; lighter for an account that was invented with what it sees.

    A demonstration makes thirty accounts at its first start, and their hashes were half of its time.
    A hash says what made it: each is verified as it was made.
    """
    return await asyncio.to_thread((_LIGHT if invented else _HASHER).hash, password)


async def matches(password: str, password_hash: str | None) -> bool:
    """Whether the password is the right one.

    Takes the same time without an account, so that the answer tells nobody who has one.
    """
    right = await asyncio.to_thread(_verify, password, password_hash)
    return right and password_hash is not None


def _verify(password: str, password_hash: str | None) -> bool:
    return _HASHER.verify(password, password_hash or _nobody())
