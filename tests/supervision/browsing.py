"""Reading supervision's pages as somebody who is signed in."""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape

import httpx2
from fastapi import FastAPI

_DEVICES = itertools.count(1)


@asynccontextmanager
async def browsing(app: FastAPI, session: str | None) -> AsyncIterator[httpx2.AsyncClient]:
    """The browser of somebody signed in, or of nobody, at an address of its own.

    How often an address may ask is counted by the process: one test takes nothing from another.
    """
    high, low = divmod(next(_DEVICES), 250)
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app, client=(f"10.82.{high}.{low + 1}", 40000)),
        base_url="http://127.0.0.1:8000",
        cookies={"passerelle": session} if session else {},
    ) as browser:
        yield browser


def without_tags(html: str) -> str:
    """What is read, in one line; every space is a plain one."""
    pieces = (piece.partition(">")[2] for piece in html.split("<"))
    return " ".join(unescape(" ".join(pieces)).split())
