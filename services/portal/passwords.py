"""Hashing passwords, in a thread: it takes a quarter of a second and 64 MiB by design."""

import asyncio
from functools import cache

from pwdlib import PasswordHash

AT_ONCE = 2
"""Passwords checked at the same time: more would cost memory, and outrun the count of failures."""
TURNS = asyncio.Semaphore(AT_ONCE)
_HASHER = PasswordHash.recommended()


@cache
def _nobody() -> str:
    """What a password is compared with when the account does not exist; made at first use."""
    return _HASHER.hash("no account")


async def hashed(password: str) -> str:
    """Argon2id hash of a password."""
    return await asyncio.to_thread(_HASHER.hash, password)


async def matches(password: str, password_hash: str | None) -> bool:
    """Whether the password is the right one.

    Takes the same time without an account, so that the answer tells nobody who has one.
    """
    right = await asyncio.to_thread(_verify, password, password_hash)
    return right and password_hash is not None


def _verify(password: str, password_hash: str | None) -> bool:
    return _HASHER.verify(password, password_hash or _nobody())
