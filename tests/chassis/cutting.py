"""A way to PostgreSQL that breaks when a test wants it to."""

import asyncio
from typing import Self


class Cutting:
    """A way to PostgreSQL that is cut when the answer to a command's COMMIT comes back, when asked.

    The COMMITs of the relay and of the timed work, which go on behind, are left alone.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._server: asyncio.Server | None = None
        self.cut_next_commit = False
        self.down_after_the_cut = False
        self.down = False
        self._lets_through = asyncio.Event()
        self._lets_through.set()
        self._ways: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()

    @property
    def port(self) -> int:
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    def go_down(self) -> None:
        """Cut every way, and refuse new ones until `come_back`."""
        self.down = True
        for way in self._ways:
            way.cancel()

    def come_back(self) -> None:
        """Let connections through again."""
        self.down = False

    def say_nothing(self) -> None:
        """Take every connection and pass nothing on, as a network that lost the server, until `speak`."""
        self._lets_through.clear()

    def speak(self) -> None:
        """Pass on what was held, and what comes."""
        self._lets_through.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.down:
            writer.close()
            return
        to_server = await asyncio.open_connection("127.0.0.1", self._port)
        cutting = asyncio.Event()

        async def ask() -> None:
            of_a_command = False
            while data := await reader.read(65536):
                of_a_command = of_a_command or b"INSERT INTO commands" in data
                if self.cut_next_commit and of_a_command and b"COMMIT" in data:
                    self.cut_next_commit = False
                    cutting.set()
                await self._lets_through.wait()
                to_server[1].write(data)

        async def answer() -> None:
            while data := await to_server[0].read(65536):
                if cutting.is_set():
                    self.down = self.down_after_the_cut
                    return
                await self._lets_through.wait()
                writer.write(data)

        ways = {asyncio.create_task(ask()), asyncio.create_task(answer())}
        self._ways |= ways
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        self._ways -= ways
        writer.close()
        to_server[1].close()
