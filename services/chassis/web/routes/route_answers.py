"""What each route may answer, for its OpenAPI: the statuses of its kind, and problems as JSON."""

from __future__ import annotations

from typing import Any

from services.chassis.unit_of_work.permissions import PUBLIC
from services.chassis.web.routes.route_spec import Declared

Answers = dict[int | str, dict[str, Any]]
PROBLEM = "application/problem+json"
_SAID = {
    303: "Ailleurs\u202f: ce qui a été fait, ou la page de connexion",
    304: "Inchangé",
    400: "Illisible",
    401: "Sans session ni jeton valables",
    403: "Accès qui ne vous est pas ouvert, ou envoi d’un autre site",
    404: "Absent, ou hors de vos accès",
    405: "Autre méthode",
    408: "Trop lent\u202f: rien n’a été enregistré",
    409: "Plus possible, ou changé entre-temps",
    410: "N’est plus",
    411: "Taille non indiquée",
    413: "Trop volumineux",
    422: "Saisie refusée",
    429: "Trop souvent\u202f: voir Retry-After",
    503: "Momentanément indisponible\u202f: rien n’a été enregistré",
}
_READING = (404, 422, 429, 503)
_WRITING = (400, 403, 404, 408, 409, 411, 413, 422, 429, 503)
PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "code", "correlation_id"],
    "properties": {
        "type": {"type": "string", "description": "Le code, en URN."},
        "title": {"type": "string", "description": "Ce qui n’a pas été fait."},
        "status": {"type": "integer", "description": "Celui de la réponse."},
        "code": {
            "type": "string",
            "description": "Ne change pas\u00a0: c’est lui qu’un programme lit.",
        },
        "correlation_id": {
            "type": "string",
            "format": "uuid",
            "description": "À donner à l’exploitation, qui retrouve la demande.",
        },
        "detail": {"type": "string", "description": "Pourquoi, et que faire."},
        "errors": {
            "type": "object",
            "additionalProperties": {"type": "string"},
            "description": "Ce qui est refusé, champ par champ.",
        },
        "current": {"type": "object", "description": "Ce que quelqu’un a écrit entre-temps (409)."},
    },
}
"""RFC 9457, as `problems.py` writes it."""


def answers_of(path: str, declared: Declared) -> Answers:
    """Every status besides success this route may answer, by what it is."""
    statuses = [*(_WRITING if declared.writes else _READING)]
    if declared.kind == "form":
        statuses += [303, 401, 410]
    elif declared.action != PUBLIC:
        statuses.append(303 if declared.kind == "page" else 401)
        if declared.kind == "query":
            statuses.append(403)
    if declared.secret:
        statuses.append(304)
    if declared.kind == "page" or declared.secret:
        statuses.append(410)
    # A fragment fails as a piece of a page, wherever it is asked.
    for_programs = path.startswith("/api/") and declared.kind != "fragment"
    return {one: _answer(one, for_programs) for one in sorted({*statuses, *declared.also})}


def _answer(status: int, for_programs: bool) -> dict[str, Any]:
    said: dict[str, Any] = {"description": _SAID[status]}
    if for_programs:
        said["content"] = {PROBLEM: {"schema": PROBLEM_SCHEMA}}
    return said
