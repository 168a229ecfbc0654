"""Which of one's lycées a page shows: all of them, or the one chosen in the header.

The choice narrows what one may see and never widens it. It is kept in a cookie, for the account
that made it. A page that is open keeps to its own: what it asks for itself (parts, exports) says
which lycée it shows, so that a choice made in another tab does not mix two lycées in one page.
What is written never follows it: each form says for which lycée.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode

from fastapi import Request, Response

from contracts.identifiers import CommuneCode, Uai
from services.chassis.base.identity import Identity
from services.chassis.base.parse_input import address_parts
from services.chassis.unit_of_work.permissions import Action, Permissions
from services.chassis.unit_of_work.unit_of_work import Scope
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.views.french import short_names

COOKIE = "passerelle_lycee"
HEADER = "Passerelle-Lycee"
"""What the parts of an open page are asked with."""
QUERY = "lycee"
"""The same in an address: exports."""
ALL = "tous"
_LEFT_OUT = {QUERY, "apres"}
"""Of an address one comes back to after choosing: the last row shown may be another lycée's."""


@dataclass(frozen=True)
class Chooser:
    """What a page knows of the choice; empty for who works for one lycée."""

    offered: Mapping[Uai, str] = field(default_factory=dict)
    """The account's lycées by UAI, under their short names."""
    chosen: Uai | None = None
    applies: bool = True
    """Whether the page shows the chosen lycée alone; one thing of another lycée is shown too."""
    tags: Mapping[Uai, str] = field(default_factory=dict)
    """What rows are marked with; nothing where all are of one lycée."""
    path: str = "/"
    """Where to come back to after choosing."""

    @property
    def asked(self) -> str:
        """What the page's own requests say; nothing where there is no choice."""
        if not self.offered:
            return ""
        return self.chosen if self.chosen and self.applies else ALL

    @property
    def name(self) -> str:
        """The short name of the only lycée shown, or nothing."""
        return self.offered[self.chosen] if self.chosen and self.applies else ""


def choose(
    request: Request, scope: Scope, *, whole: bool = False, named: Collection[str] = ()
) -> None:
    """Leave `shown` on the request's state: the part of the scope the reader chose to see.

    `whole`: everything is shown whatever was chosen. So is it around a form that was `named` for
    another lycée, in another tab: what it holds stays there.
    """
    context = context_of(request)
    identity = context.identity
    several = identity is not None and len(identity.lycees) > 1
    chosen = _chosen(request, identity) if identity and several else None
    context.chosen = chosen
    context.shown = scope
    if chosen in scope.uais and not whole and set(named) <= {chosen}:
        context.shown = Scope(frozenset({chosen}), department_wide=scope.department_wide)


def chosen_among(request: Request, uais: Collection[Uai]) -> Collection[Uai]:
    """Of these lycées, the one the reader chose to see; all of them without a choice.

    For what is read by a POST, so that what is typed is in no address: a POST has its whole scope.
    """
    chosen = context_of(request).chosen
    return [one for one in uais if one == chosen] or uais


def remember(response: Response, identity: Identity, chosen: Uai | None) -> None:
    """Keep a choice for the account until the browser is closed."""
    if chosen is None:
        response.delete_cookie(COOKIE, httponly=True, samesite="lax")
    else:
        value = f"{chosen}.{identity.account_id.hex}"
        response.set_cookie(COOKIE, value, httponly=True, samesite="lax")


def chooser_of(request: Request) -> Chooser:
    """What the header offers, and how rows are marked."""
    context = context_of(request)
    identity, shown, chosen = context.identity, context.shown, context.chosen
    if identity is None or len(identity.lycees) < 2:
        return Chooser()
    names = short_names(identity.lycees)
    return Chooser(
        offered=names,
        chosen=chosen,
        applies=chosen is None or shown.uais <= {chosen},
        tags={uai: names[uai] for uai in names if uai in shown.uais} if _mixed(shown) else {},
        path=_path(request),
    )


def communes_shown(request: Request) -> Mapping[Uai, CommuneCode]:
    """Where the lycées are that the page shows to who works for them, of those that are known."""
    context = context_of(request)
    return {uai: at for uai, at in context.user.communes.items() if uai in context.shown.uais}


def seats_shown(request: Request) -> Mapping[str, Sequence[str]]:
    """Names of the lycées shown on a map, by commune."""
    names = context_of(request).user.lycees
    found: dict[str, list[str]] = {}
    for uai, commune in communes_shown(request).items():
        found.setdefault(commune, []).append(names[uai])
    return found


def writable(request: Request, permissions: Permissions, action: Action) -> list[tuple[Uai, str]]:
    """The lycées the reader may do something for, with their names, for a form to ask which."""
    identity = context_of(request).user
    uais = permissions.scope(identity, action).uais
    return [(uai, name) for uai, name in identity.lycees.items() if uai in uais]


def _mixed(shown: Scope) -> bool:
    return len(shown.uais) > 1


def _chosen(request: Request, identity: Identity) -> Uai | None:
    """What the page, its address or else the account's last choice says; None for all."""
    said = request.query_params.get(QUERY) or request.headers.get(HEADER)
    if said is None:
        kept, _, account = request.cookies.get(COOKIE, "").partition(".")
        said = kept if account == identity.account_id.hex else ALL
    return next((uai for uai in identity.lycees if uai == said), None)


def _path(request: Request) -> str:
    """The page to come back to: this one, or the page a form was on."""
    if request.method == "GET":
        return _without_place(request.url.path, request.url.query)
    came_from = address_parts(request.headers.get("referer", ""))
    if came_from is None or not came_from.path or came_from.netloc != request.url.netloc:
        return "/"
    return _without_place(came_from.path, came_from.query)


def _without_place(path: str, query: str) -> str:
    kept = [(name, value) for name, value in parse_qsl(query) if name not in _LEFT_OUT]
    return f"{path}?{urlencode(kept)}" if kept else path
