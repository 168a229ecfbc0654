"""The answer to who asks what is kept about them, as a page and as a file; and who saw it."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request, Response

from contracts.identifiers import Uai
from services.chassis.base.identity import Role
from services.chassis.privacy.access_log import SEEN_AT_ONCE, Seen, names_of
from services.chassis.privacy.person_access import DataKind
from services.chassis.unit_of_work.audit_log import BY_COMMAND, RESULTS
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render
from services.chassis.web.requests.request_context import context_of


def answer_as_page(
    request: Request,
    told: Sequence[DataKind],
    *,
    summary: Sequence[tuple[str, str]],
    person: str,
    back: tuple[str, str],
    file: str,
    complete: bool,
) -> Response:
    """Readable, and printable: `summary` in plain words first. `back` is the label and address of the page it was asked from."""
    return render(
        request,
        "access/answer.html",
        told=told,
        summary=summary,
        person=person,
        back=back,
        file=file,
        complete=complete,
    )


def answer_as_file(told: Sequence[DataKind], *, name: str, at: Any) -> Response:
    """The answer to somebody who asks what is kept, for a program (JSON)."""
    content = {"at": at.isoformat(), "told": [one.to_json() for one in told]}
    return Response(
        json.dumps(content, ensure_ascii=False, indent=1),
        media_type="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.json"',
            "Cache-Control": "no-store",
        },
    )


async def who_saw_it(
    request: Request, uai: Uai, seen: Sequence[Seen], actions: Mapping[str, str]
) -> dict[str, Any]:
    """What `access/seen.html` draws; `actions` are their French names."""
    return {
        "seen": seen,
        "names": await names_of(runtime_of(request).ask, uai, seen),
        "many": SEEN_AT_ONCE,
        "results": RESULTS,
        "actions": actions,
        "roles": {role.value: role.label for role in Role} | {BY_COMMAND: "Ligne de commande"},
        "me": context_of(request).user.account_id,
    }
