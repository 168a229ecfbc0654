"""Deaths of the mailer at named places: no mail is missing, none is sent twice in vain."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from deploy.embedded.postgres import EmbeddedPostgres
from services.chassis.base.failpoints import MAIL_FAILPOINTS
from services.chassis.base.settings import Settings
from services.chassis.database.migrations import run_migrations
from services.chassis.security.credentials import create_missing
from services.notifications.service import SERVICE
from tests.faults.crashing import SEED, Crash
from tests.faults.mail_bugs import MAIL_BUGS
from tests.faults.mail_verdict import copies, judge_mails
from tests.faults.mail_world import HISTORY
from tests.faults.verdict import Verdict
from tests.support.proof import in_two_sizes, keep, short_and_long
from tests.support.smtp import LOOPBACK, Mailbox, smtp_server

pytestmark = pytest.mark.early

WORLDS = 2
SHORT, LONG = WORLDS * 2 * len(MAIL_FAILPOINTS), 222
"""Lives: each failpoint twice in each world, or thirty-seven times in all."""
ROUNDS = 5
"""A race is lost sooner or later: on a busy machine, not always in the first six deaths."""

USUAL = "mail_before_commit"
"""The bug that `make test` puts in; `make prove` puts in each."""
WHERE_IT_SHOWS = {
    "mail_before_commit": ("mail.before_claim_commit", "more copies than claims"),
    "no_lease": ("mail.before_mark_commit", "while another held it"),
    "endless_lease": ("mail.after_claim", "not settled"),
}


@dataclass
class Post:
    """A queue, the server its mails arrive at, and when each did."""

    plan: dict[str, Any]
    mailbox: Mailbox
    run: Crash
    arrivals: list[float] = field(default_factory=list)

    async def crash(self, **changes: Any) -> tuple[dict[str, Any], Verdict]:
        """Live and die as planned; what happened, and what is wrong of all mails so far."""
        outcome = await self.run({**self.plan, **changes})
        return outcome, await judge_mails(self.plan, copies(self.mailbox, self.arrivals))


@asynccontextmanager
async def post(
    folder: Path, cluster: EmbeddedPostgres, prefix: str, crash: Crash
) -> AsyncIterator[Post]:
    """A mail queue of its own, whose history is kept, and an SMTP server."""
    await asyncio.to_thread(folder.mkdir)
    settings = Settings(
        database_url=cluster.url,
        database_ssl="disable",
        database_prefix=prefix,
        credentials=folder / "credentials",
    )
    create_missing(settings.credentials, [SERVICE.name])
    await run_migrations(SERVICE, settings)
    superuser_url = f"{cluster.url.rpartition('/')[0]}/{settings.database_name(SERVICE.name)}"
    superuser = await asyncpg.connect(superuser_url)
    await superuser.execute(HISTORY)
    await superuser.execute("TRUNCATE mails, verdict.history, relay_troubles")
    await superuser.close()
    async with smtp_server() as mailbox:
        where = {
            "database_host": settings.database_host,
            "database_port": settings.database_port,
            "database_ssl": "disable",
            "database_prefix": prefix,
            "credentials": str(settings.credentials),
            "smtp_host": LOOPBACK,
            "smtp_port": mailbox.port,
            "smtp_security": "none",
            "mail_from": "ne-pas-repondre@passerelle.example",
        }
        plan = {"settings": where, "superuser_url": superuser_url, "folder": str(folder)}
        here = Post({**plan, "world": "mail"}, mailbox, crash)
        mailbox.always("content", lambda _: here.arrivals.append(time.monotonic()))
        yield here


@in_two_sizes("schedules", SHORT, LONG)
async def test_no_mail_is_missing_nor_sent_twice_in_vain_by_a_death_at_any_place(
    tmp_path: Path, cluster: EmbeddedPostgres, worker: str, crash: Crash, schedules: int
) -> None:
    async with AsyncExitStack() as stack:
        posts = [
            await stack.enter_async_context(
                post(tmp_path / str(number), cluster, f"m{number}_{worker}_", crash)
            )
            for number in range(WORLDS)
        ]
        # In the second world another replica lives, and dies, beside each life.
        judged = await asyncio.gather(
            *(
                one.crash(seed=SEED + n, schedules=schedules // WORLDS, replica=n > 0)
                for n, one in enumerate(posts)
            )
        )

    hits: Counter[str] = Counter()
    for outcome, _ in judged:
        hits.update(outcome["hits"])
    kills = sum(outcome["kills"] for outcome, _ in judged)
    report = {"kills": kills, "hits": hits, "worlds": [verdict.counts for _, verdict in judged]}
    keep("mail_crashes", {"seed": SEED, "schedules": schedules, **report})
    for outcome, verdict in judged:
        assert (outcome["stuck"], outcome["crashed"]) == ([], []), "\n".join(outcome["log"])
        assert dict(verdict.violations) == {}
        # A verdict about nothing would be green as well.
        assert verdict.counts["more than once"] > 0
        assert verdict.counts["cancelled"] > 0
    # A life whose second passage never comes ends without a death.
    assert kills >= schedules * 3 // 4
    at_least = max(1, schedules // len(MAIL_FAILPOINTS) // 3)
    assert {name: hits[name] for name in MAIL_FAILPOINTS if hits[name] < at_least} == {}


@pytest.mark.parametrize("bug", short_and_long([USUAL], [bug for bug in MAIL_BUGS if bug != USUAL]))
async def test_a_seeded_bug_of_the_mailer_turns_the_verdict_red(
    tmp_path: Path, cluster: EmbeddedPostgres, worker: str, crash: Crash, bug: str
) -> None:
    """Green with the same deaths and without the bug, and with the bug and without deaths."""
    failpoint, violation = WHERE_IT_SHOWS[bug]
    async with post(tmp_path / "world", cluster, f"m_{worker}_", crash) as here:
        deadly = {"schedules": 6, "only": [failpoint], "replica": bug == "no_lease"}
        alone = {"schedules": 1, "only": []}
        without_bug, first = await here.crash(seed=SEED, **deadly)
        without_deaths, second = await here.crash(seed=SEED + 1, bug=bug, **alone)
        third, deadly = Verdict(), {**deadly, "bug": bug, "patience_seconds": 4}
        for again in range(ROUNDS):
            if violation not in third.violations:
                _, third = await here.crash(seed=SEED + 2 + again, **deadly)

    for green, verdict in ((without_bug, first), (without_deaths, second)):
        assert (green["stuck"], green["crashed"], dict(verdict.violations)) == ([], [], {})
    assert without_bug["kills"] > 0
    assert violation in third.violations, third
