"""Hashing passwords, in a thread: it takes a quarter of a second by design."""

import asyncio

from pwdlib import PasswordHash

_HASHER = PasswordHash.recommended()
_NOBODY = _HASHER.hash("what is compared when the account does not exist")


async def hashed(password: str) -> str:
    """Argon2id hash of a password."""
    return await asyncio.to_thread(_HASHER.hash, password)


async def matches(password: str, password_hash: str | None) -> bool:
    """Whether the password is the right one.

    Takes the same time without an account, so that the answer tells nobody who has one.
    """
    known = password_hash or _NOBODY
    right = await asyncio.to_thread(_HASHER.verify, password, known)
    return right and password_hash is not None
