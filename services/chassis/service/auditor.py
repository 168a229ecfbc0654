"""The auditor's page about one service: who did what, when, to what, with which result."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Request, Response

from services.chassis.base.identity import Role
from services.chassis.unit_of_work.audit_log import (
    BY_COMMAND,
    BY_NOBODY,
    RESULTS,
    SAID,
    Filters,
    entries,
)
from services.chassis.unit_of_work.permissions import AUDIT, Action, Permissions
from services.chassis.web.answers.rendering import render
from services.chassis.web.router import RequestUnitOfWork, Router

PER_PAGE = 50
FIELDS = {
    "compte": "Numéro de compte",
    "objet": "Numéro de l’objet",
    "lycee": "UAI du lycée",
    "action": "Action",
    "resultat": "Résultat",
    "du": "Du",
    "au": "Au",
}
BY_NO_ACCOUNT = {BY_COMMAND: "Ligne de commande", BY_NOBODY: "Personne de connecté"}
"""Lines whose account is none."""
Value = TypeVar("Value")


def audit_routes(name: str, permissions: Permissions) -> Router:
    """`/audit/<service>`: ids, actions and results; no name is kept there."""
    router = Router()
    said = SAID | {one.name: one.said for one in permissions.actions if one.said != Action.said}

    @router.page(f"/audit/{name}", action=AUDIT)
    async def show_audit(
        request: Request, uow: RequestUnitOfWork, avant: UUID | None = None
    ) -> Response:
        """The lines that match, newest first (registre des accès)."""
        asked = {field: request.query_params.get(field, "").strip() for field in FIELDS}
        filters, wrong = read_filters(asked)
        found = [] if wrong else await entries(uow, filters, limit=PER_PAGE + 1, before=avant)
        shown = found[:PER_PAGE]
        kept = urlencode({key: value for key, value in asked.items() if value})
        return render(
            request,
            "audit/entries.html",
            service=name,
            entries=shown,
            asked=asked,
            fields=FIELDS,
            wrong=wrong,
            results=RESULTS,
            said=said,
            roles={role.value: role.label for role in Role} | BY_NO_ACCOUNT,
            no_account=tuple(BY_NO_ACCOUNT),
            base=f"/audit/{name}?{kept}",
            older=shown[-1].entry_id if len(found) > PER_PAGE else None,
            first=avant is None,
        )

    return router


def read_filters(asked: Mapping[str, str]) -> tuple[Filters, list[str]]:
    """The filters, and which fields could not be read."""
    wrong: list[str] = []

    def read(field: str, kind: Callable[[str], Value]) -> Value | None:
        try:
            return kind(asked[field]) if asked[field] else None
        except ValueError:
            wrong.append(field)
            return None

    filters = Filters(
        account_id=read("compte", UUID),
        resource_id=read("objet", UUID),
        uai=asked["lycee"].upper() or None,
        action=asked["action"] or None,
        result=asked["resultat"] or None,
        from_on=read("du", date.fromisoformat),
        until_on=read("au", date.fromisoformat),
    )
    return filters, wrong
