"""What is wrong, since when, and what to do: judged from the readings, and from nothing else."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from services.chassis.operations.collect import DIFFERENT, MISSING
from services.chassis.operations.measures import (
    COUNTED_MAX,
    ConsumerReading,
    DiskReading,
    Finding,
    JournalReading,
    ParkedReading,
    Readings,
    TimedReading,
)
from services.chassis.outbox.reconciliations import Reconciliation

JOURNAL_LATE = timedelta(minutes=1)
CONSUMER_LATE = timedelta(minutes=1)
TIMED_LATE = timedelta(minutes=5)
UNCOMPARED_LATE = timedelta(hours=1)
"""Journals and streams are compared every five minutes."""
PARKED_LATE = timedelta(hours=1)
"""An event tried again by itself goes through within minutes, unless somebody is needed."""
GIBIBYTE = 1024**3
DISK_FREE_BYTES_MIN = 2 * GIBIBYTE
DISK_FREE_SHARE_MIN = 0.10
DISK_ROOMY_BYTES = 20 * GIBIBYTE
"""A tenth of a large disk is plenty."""

_AUDIENCES = {"department": "du département", "bureau": "des bureaux"}


def findings(readings: Readings) -> tuple[Finding, ...]:
    """Everything wrong with one service, what hides the rest first."""
    return tuple(_all(readings))


def _all(readings: Readings) -> Iterator[Finding]:
    now = readings.read_at
    if readings.database:
        yield _database_silent(readings)
    if readings.bus:
        yield _bus_silent(readings)
    for journal in readings.journal:
        yield from _journal(journal, now, silent=readings.bus is not None)
    for consumer in readings.consumers:
        yield from _consumer(consumer, now)
    for parked in readings.parked:
        yield from _parked(parked, now)
    for timed in readings.timed:
        yield from _timed(timed, now)
    yield from _compared(readings)
    if readings.disk:
        yield from _disk(readings.disk)
    yield from (gauge.finding for gauge in readings.gauges if gauge.finding)


def _database_silent(readings: Readings) -> Finding:
    return Finding(
        "database-silent",
        "La base de données du service ne répond pas.",
        "Vérifiez que PostgreSQL tourne et que son disque n’est pas plein. Le service reprend "
        "de lui-même dès qu’elle répond.",
        readings.database.since if readings.database else None,
    )


def _bus_silent(readings: Readings) -> Finding:
    return Finding(
        "bus-silent",
        "Le bus (NATS) ne répond pas. Les saisies continuent, les faits attendent.",
        "Vérifiez que nats-server tourne et que son disque n’est pas plein. Les faits partent "
        "d’eux-mêmes dès qu’il répond.",
        readings.bus.since if readings.bus else None,
    )


def _journal(journal: JournalReading, now: datetime, *, silent: bool) -> Iterator[Finding]:
    whose = _AUDIENCES[journal.audience]
    oldest = journal.oldest_unsent_at
    if oldest is not None and now - oldest > JOURNAL_LATE:
        todo = (
            "Rétablissez d’abord NATS."
            if silent
            else "Vérifiez que le service tourne, puis que les flux existent\u202f: "
            "«\u00a0passerelle provision\u00a0» les crée."
        )
        what = f"{_counted(journal.unsent, 'fait')} {whose} en attente d’envoi."
        yield Finding("journal-waiting", what, todo, oldest)
    if journal.refused:
        yield Finding(
            "journal-refused",
            f"{_counted(journal.refused, 'fait')} {whose} "
            f"{'refusé' if journal.refused == 1 else 'refusés'} par le bus.",
            "Lisez la raison avec «\u00a0passerelle events show\u00a0», et signalez-la\u202f: "
            "ces faits restent dans le journal et ne partiront pas d’eux-mêmes.",
            journal.oldest_refused_at,
        )


def _consumer(consumer: ConsumerReading, now: datetime) -> Iterator[Finding]:
    name, problem = consumer.consumer, consumer.problem or ""
    if problem == MISSING:
        yield Finding(
            "consumer-missing",
            f"Le lecteur {name} n’existe pas sur le bus\u202f: plus rien ne lui parvient.",
            "Lancez «\u00a0passerelle provision\u00a0». Aucun fait n’est perdu\u202f: il reprend "
            "où il en était.",
        )
    elif problem.startswith(DIFFERENT):
        yield Finding(
            "consumer-different",
            f"Le lecteur {name} n’est pas réglé comme prévu "
            f"({problem.removeprefix(DIFFERENT).lstrip(': ')}).",
            "Lancez «\u00a0passerelle provision\u00a0».",
        )
    since = consumer.behind_since
    if consumer.waiting and since is not None and now - since > CONSUMER_LATE:
        yield Finding(
            "consumer-behind",
            f"{_plural(consumer.waiting, 'fait')} en attente pour le lecteur {name}.",
            "Vérifiez que le service tourne et que sa base répond. Si le retard ne diminue pas, "
            "relancez le service.",
            since,
        )


def _parked(parked: ParkedReading, now: datetime) -> Iterator[Finding]:
    where = f"par le lecteur {parked.consumer}"
    if parked.for_an_operator:
        yield Finding(
            "parked",
            f"{_plural(parked.for_an_operator, 'fait mis', 'faits mis')} de côté {where}.",
            "Lisez la raison. Une fois la cause corrigée, rejouez-les\u202f: ceux du même dossier "
            "suivent dans l’ordre.",
            parked.oldest_for_an_operator_at,
        )
    elif now - parked.oldest_at > PARKED_LATE:
        yield Finding(
            "parked-retried",
            f"{_plural(parked.count, 'fait mis', 'faits mis')} de côté {where}, "
            "réessayés sans succès.",
            "Lisez la raison. Ils sont réessayés d’eux-mêmes, et vous pouvez les rejouer plus tôt.",
            parked.oldest_at,
        )


def _timed(timed: TimedReading, now: datetime) -> Iterator[Finding]:
    if timed.failing:
        yield Finding(
            "timed-failing",
            f"La tâche programmée {timed.job} échoue ({timed.last_error}).",
            "Cherchez «\u00a0timed.job_failed\u00a0» dans le journal du service. Elle est réessayée "
            "d’elle-même.",
            timed.failing_since,
        )
    elif timed.oldest_due_at is not None and now - timed.oldest_due_at > TIMED_LATE:
        yield Finding(
            "timed-overdue",
            f"La tâche programmée {timed.job} est en retard.",
            "Vérifiez que le service tourne\u202f: il rattrape de lui-même ce qui est dû.",
            timed.oldest_due_at,
        )


def _compared(readings: Readings) -> Iterator[Finding]:
    yield from (_differing(one) for one in readings.reconciliations if one.for_a_person)
    since = readings.uncompared_since
    # With the bus away there is nothing to compare, and that is said already.
    if since and readings.bus is None and readings.read_at - since > UNCOMPARED_LATE:
        yield _uncompared(since)


def _differing(compared: Reconciliation) -> Finding:
    return Finding(
        "stream-differs",
        f"Le journal et le flux {compared.stream} ne concordent pas.",
        " ".join(compared.sentences()),
        compared.began_at,
    )


def _uncompared(since: datetime) -> Finding:
    return Finding(
        "not-compared",
        "Les journaux et les flux ne sont plus comparés\u202f: ce que le bus perdrait ne serait ni "
        "vu ni renvoyé.",
        "Cherchez «\u00a0repair.pass_failed\u00a0» dans le journal de «\u00a0passerelle up\u00a0», "
        "qui compare de lui-même une minute après son démarrage. Des services lancés un par un ont "
        "besoin de «\u00a0passerelle reconcile --every\u00a0».",
        since,
    )


def _disk(disk: DiskReading) -> Iterator[Finding]:
    scarce = disk.free < DISK_FREE_SHARE_MIN * disk.total and disk.free < DISK_ROOMY_BYTES
    if scarce or disk.free < DISK_FREE_BYTES_MIN:
        free = f"{disk.free / GIBIBYTE:.1f}".replace(".", ",")
        yield Finding(
            "disk-low",
            f"Il reste {free}\u00a0Gio sur le disque des données.",
            "Libérez de la place ou agrandissez le disque\u202f: plein, il arrêterait la base de "
            "données et le bus.",
        )


def _counted(count: int, word: str) -> str:
    more = "plus de " if count >= COUNTED_MAX else ""
    return f"{more}{_plural(count, word)}"


def _plural(count: int, one: str, many: str | None = None) -> str:
    """As `web.french.plural`: pages stand on running services, and this is below both."""
    digits = f"{count:,}".replace(",", "\u202f")
    return f"{digits}\u00a0{one if count < 2 else many or f'{one}s'}"
