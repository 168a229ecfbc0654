"""Reading supervision's pages as somebody who is signed in."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape

import httpx2
from fastapi import FastAPI


@asynccontextmanager
async def browsing(app: FastAPI, session: str | None) -> AsyncIterator[httpx2.AsyncClient]:
    """The browser of somebody signed in, or of nobody."""
    async with httpx2.AsyncClient(
        transport=httpx2.ASGITransport(app),
        base_url="http://127.0.0.1:8000",
        cookies={"passerelle": session} if session else {},
    ) as browser:
        yield browser


def without_tags(html: str) -> str:
    """What is read, in one line; every space is a plain one."""
    pieces = (piece.partition(">")[2] for piece in html.split("<"))
    return " ".join(unescape(" ".join(pieces)).split())
