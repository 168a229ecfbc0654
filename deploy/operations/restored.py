"""What a database that was put back alone took back from the bus, and what it could not: in French."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from deploy.repair.journal_recovery import Facts
from deploy.repair.restored import TakenBack
from services.chassis.web.views.french import plural


def taken_back(taken: TakenBack) -> list[str]:
    """What to tell the operator."""
    return [*_told(taken)] or ["Aucune base n’est plus ancienne que le bus."]


def _told(taken: TakenBack) -> Iterator[str]:
    by_service: dict[str, list[Facts]] = defaultdict(list)
    for facts in taken.facts:
        by_service[facts.service].append(facts)
    for service, some in by_service.items():
        yield _facts(service, some)
    if taken.filled:
        yield (
            "Depuis, d’autres faits avaient pris les mêmes numéros\u202f: les flux concernés sont "
            "remplis de nouveau."
        )
    for one in taken.readers:
        yield (
            f"{one.service}\u202f: {plural(one.count, 'fait')} redonnés à {one.reader.name}, qui "
            "relit son flux en entier."
        )


def _facts(service: str, some: Sequence[Facts]) -> str:
    count = sum(one.count for one in some)
    changed = len(frozenset[str]().union(*(one.changed for one in some)))
    gone = len(frozenset[str]().union(*(one.gone for one in some)))
    lost = (
        f", dont {gone} qui n’y sont plus\u202f: seuls leurs faits demeurent, saisissez-les de nouveau "
        "(les entreprises\u00a0: «\u00a0passerelle missing-companies\u00a0»)"
        if gone
        else ""
    )
    return (
        f"{service}\u202f: {plural(count, 'fait')} repris du bus dans le journal. Ils parlent de "
        f"{plural(changed, 'dossier')} que la base montre comme à la sauvegarde{lost}. Le service compte "
        "de nouveau ses chiffres et redit au département ceux qui diffèrent."
    )
