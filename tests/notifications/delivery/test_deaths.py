"""Many mails, and the process that sends them killed at every named place."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

import tests
from services.chassis.base.failpoints import MAIL_FAILPOINTS
from services.chassis.base.settings import Settings
from services.notifications.mails.model.template import Template
from tests.notifications.sending import SENDER
from tests.notifications.world import HERE, Post
from tests.support.proof import long
from tests.support.services import ServiceDatabases
from tests.support.smtp import LOOPBACK, Delivered, smtp_server
from tests.support.waiting import eventually

SHORT, LONG = 1, 3
"""Rounds of deaths, one at each place."""
MAILS_A_ROUND = 334
# A claim is for many mails, a mark for some (for more on a busy machine), a send for one: together
# they stay below the mails there are, or a life would wait for a death that cannot come.
PASSAGES = {"claim": (1, 2, 1), "send": (3, 17, 41), "mark": (1, 2, 3)}


@dataclass
class Deaths:
    """What each death left behind."""

    kills: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    """Per mail (by the id in its address), how many deaths left its outcome unknown."""


def environment(settings: Settings, port: int, failpoints: str) -> dict[str, str]:
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("PASSERELLE_")}
    return inherited | {
        "PASSERELLE_DATABASE_HOST": settings.database_host,
        "PASSERELLE_DATABASE_PORT": str(settings.database_port),
        "PASSERELLE_DATABASE_SSL": "disable",
        "PASSERELLE_DATABASE_PREFIX": settings.database_prefix,
        "PASSERELLE_CREDENTIALS": str(settings.credentials),
        "PASSERELLE_SMTP_HOST": LOOPBACK,
        "PASSERELLE_SMTP_PORT": str(port),
        "PASSERELLE_SMTP_SECURITY": "none",
        "PASSERELLE_MAIL_FROM": SENDER,
        "PASSERELLE_FAILPOINTS": failpoints,
    }


@asynccontextmanager
async def a_mailer(variables: dict[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.notifications.mailer"),
        cwd=Path(tests.__file__).parents[1],
        env=variables,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@pytest.mark.parametrize("rounds", [SHORT, long(LONG)])
async def test_all_mails_survive_every_death_of_who_sends_them(
    post: Post, service_databases: ServiceDatabases, rounds: int
) -> None:
    asked = set()
    for _ in range(rounds * MAILS_A_ROUND):
        aggregate = uuid4()
        asked.add(aggregate.hex)
        await post.asks(
            aggregate_id=aggregate, template=Template.HOST_AGREED, now=datetime.now(UTC), uai=HERE
        )
    settings, deaths = service_databases.settings, Deaths()
    async with smtp_server() as server:
        for number in range(rounds):
            for name in MAIL_FAILPOINTS:
                [kind] = [kind for kind in PASSAGES if kind in name]
                await _die(
                    post, settings, server.port, f"{name}=kill@{PASSAGES[kind][number]}", deaths
                )
        async with a_mailer(environment(settings, server.port, "")):
            await eventually(lambda: _all_sent(post, len(asked)), within_seconds=120)
        _judge(asked, server.mails, deaths)
    assert deaths.kills == dict.fromkeys(MAIL_FAILPOINTS, rounds)


async def _die(post: Post, settings: Settings, port: int, armed: str, deaths: Deaths) -> None:
    async with a_mailer(environment(settings, port, armed)) as process:
        code = await asyncio.wait_for(process.wait(), timeout=150)
    assert code == -signal.SIGKILL, f"{armed}: ended with {code}"
    deaths.kills[armed.partition("=")[0]] += 1
    left = await post.superuser.fetch("SELECT aggregate_id FROM mails WHERE state = 'attempting'")
    deaths.unknown.update(row["aggregate_id"].hex for row in left)


async def _all_sent(post: Post, mails: int) -> bool:
    states = await post.superuser.fetch("SELECT state, count(*) FROM mails GROUP BY state")
    return {row["state"]: row["count"] for row in states} == {"sent": mails}


def _judge(asked: set[str], mails: list[Delivered], deaths: Deaths) -> None:
    copies: dict[str, list[Delivered]] = {}
    for mail in mails:
        [recipient] = mail.recipients
        copies.setdefault(recipient.partition("@")[0], []).append(mail)
    assert set(copies) == asked
    for of, same in copies.items():
        assert len({mail.content for mail in same}) == 1, "copies of one mail differ"
        assert len(same) <= 1 + deaths.unknown[of], "two copies, and no death between them"
    assert len({mail.message_id for mail in mails}) == len(asked)
    # Deaths right after sending leave copies: without any, nothing was tried here.
    assert len(mails) > len(asked)
