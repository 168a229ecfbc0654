"""HEAD is answered as GET is, without the body: link checkers and calendars ask first."""

import asyncio
from contextlib import suppress

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Headed:
    """Answers HEAD through the routes of GET; an endless stream ends with its headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything else on as it is."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return
        told = asyncio.Event()

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
            elif not told.is_set():
                await send({"type": "http.response.body", "body": b""})
                told.set()

        asking = asyncio.ensure_future(self._app({**scope, "method": "GET"}, receive, answer))
        telling = asyncio.ensure_future(told.wait())
        try:
            await asyncio.wait({asking, telling}, return_when=asyncio.FIRST_COMPLETED)
            if asking.done():
                await asking
        finally:
            telling.cancel()
            asking.cancel()
            with suppress(asyncio.CancelledError):
                await asking
