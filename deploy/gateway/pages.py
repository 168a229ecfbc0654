"""What the gateway answers by itself, when no service did."""

from dataclasses import dataclass
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

SECURITY_HEADERS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-store",
}
PAGE = """<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><title>{title} — Passerelle</title>
<meta name="viewport" content="width=device-width, initial-scale=1"></head>
<body><main><h1>{title}</h1><p>{detail}</p><p><a href="">Recharger la page</a></p></main></body>
</html>
"""


@dataclass(frozen=True)
class Failure:
    """An answer given in place of a service."""

    status: int
    code: str
    title: str
    detail: str


UNREACHABLE = Failure(
    503,
    "service-unreachable",
    "Service momentanément indisponible",
    "Cette partie de Passerelle ne répond pas. Rien n’a été enregistré\u202f: "
    "réessayez dans un instant.",
)
HOST_UNKNOWN = Failure(
    421,
    "host-unknown",
    "Nom inconnu",
    "Passerelle ne répond pas sous ce nom\u202f: ouvrez son adresse habituelle, ou ajoutez ce nom "
    "à PASSERELLE_ALLOWED_HOSTS.",
)
UNKNOWN_OUTCOME = Failure(
    502,
    "outcome-unknown",
    "Réponse perdue",
    "La réponse s’est perdue en route. Vérifiez si votre saisie a été enregistrée "
    "avant de recommencer.",
)


def failure_page(request: Request, failure: Failure) -> Response:
    """A page for people, problem+json (RFC 9457) for programs."""
    if request.url.path.startswith("/api/"):
        problem = {
            "type": f"urn:passerelle:problem:{failure.code}",
            "title": failure.title,
            "status": failure.status,
            "code": failure.code,
            "detail": failure.detail,
        }
        response: Response = JSONResponse(
            problem, failure.status, media_type="application/problem+json"
        )
    else:
        page = PAGE.format(title=escape(failure.title), detail=escape(failure.detail))
        response = HTMLResponse(page, failure.status)
    response.headers.update(SECURITY_HEADERS | {"retry-after": "2"})
    return response
