"""`python -m deploy.catalogue [--check]`: write what is generated from the events, services, states and settings.

Only deploy knows every service, hence who subscribes to what.
"""

import sys
from collections import defaultdict
from pathlib import Path

import contracts
from contracts.documents.asyncapi import asyncapi
from contracts.documents.catalogue import catalogue
from contracts.documents.json_schemas import (
    as_text,
    changed_schemas,
    missing_schemas,
    write_missing_schemas,
)
from contracts.published import Subscription, Subscriptions
from deploy.documents.settings_page import PAGE, settings_page
from deploy.documents.state_diagrams import (
    AGREEMENTS,
    DECISIONS,
    MEETINGS,
    NEEDS,
    OFFER_FILES,
    PLACEMENTS,
    agreement_states,
    decision_states,
    meeting_states,
    need_states,
    offer_file_states,
    placement_states,
)
from deploy.services import SERVICES

FOLDER = Path(contracts.__file__).parent


def subscriptions() -> Subscriptions:
    """Who listens to what, as the services declare it."""
    heard: dict[str, set[Subscription]] = defaultdict(set)
    for service in SERVICES:
        if service.reactions is not None:
            for reaction in (r for group in service.reactions.groups() for r in group.reactions):
                heard[reaction.event_type.ce_type()].add(
                    Subscription(service.name, "reacts", reaction.group)
                )
        for projection in service.projections:
            for event in projection.events:
                heard[event.ce_type()].add(Subscription(service.name, "projects", projection.name))
    return {ce_type: tuple(sorted(who)) for ce_type, who in heard.items()}


def documents() -> dict[Path, str]:
    """What the generated files should hold."""
    heard = subscriptions()
    return {
        FOLDER / "CATALOGUE.md": catalogue(heard),
        FOLDER / "asyncapi.json": as_text(asyncapi(heard)),
        PLACEMENTS: placement_states(),
        AGREEMENTS: agreement_states(),
        NEEDS: need_states(),
        MEETINGS: meeting_states(),
        DECISIONS: decision_states(),
        OFFER_FILES: offer_file_states(),
        PAGE: settings_page(),
    }


def complaints() -> list[str]:
    """One line per generated file that is out of date or frozen and changed."""
    stale = [
        f"{path.name}: out of date, run python -m deploy.catalogue"
        for path, text in documents().items()
        if not path.exists() or path.read_text("utf-8") != text
    ]
    new = [f"{path.name}: not published yet" for path in missing_schemas()]
    return changed_schemas() + new + stale


def main(arguments: list[str]) -> int:
    """0 when everything is up to date (or was written), 1 with the complaints otherwise."""
    if "--check" not in arguments and not changed_schemas():
        write_missing_schemas()
        for path, text in documents().items():
            path.write_text(text, "utf-8")
    for complaint in complaints():
        sys.stderr.write(f"{complaint}\n")
    return 1 if complaints() else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
