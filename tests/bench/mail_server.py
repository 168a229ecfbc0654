"""`python -m tests.bench.mail_server`: takes mails and keeps none; prints its port."""

import asyncio
import sys

from aiosmtpd.smtp import SMTP, Envelope, Session


class _Taking:
    async def handle_DATA(self, _: SMTP, __: Session, ___: Envelope) -> str:  # noqa: N802 – aiosmtpd's name
        return "250 2.0.0 Taken"


async def main() -> None:
    """Serve until killed."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(_Taking(), loop=loop), "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
