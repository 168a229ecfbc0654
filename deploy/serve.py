"""One service alone in its process, or the gateway before them."""

from collections.abc import Callable, Sequence
from functools import partial

from fastapi import FastAPI
from starlette.types import ASGIApp

from contracts.elision import elided
from deploy.embedded.ports import free_port
from deploy.garbage import look_seldom
from deploy.gateway.application import build_gateway
from deploy.gateway.plain_http import EVERYWHERE, PlainHttpRefused, refuse_plain_http
from deploy.gateway.repeats import Recorded
from deploy.menus import NAMED, NAVIGATION, service_named
from deploy.supervisor.output import say
from deploy.supervisor.uvicorn_server import TellingServer, http_config
from services.chassis.application.application import build_app
from services.chassis.base.settings import Settings
from services.chassis.observability.logging import configure_logging
from services.chassis.runtime.running_service import Runtime

GATEWAY_PORT = 8000
GATEWAY_ADDRESSES = ["127.0.0.1", "::1"]


def serve(name: str, *, host: str, port: int | None) -> int:
    """Run the service until it is asked to stop; it reads its own credentials file only."""
    service = service_named(name)
    if service is None:
        names = ", ".join(one.name for one in NAMED)
        say(f"Service inconnu\u202f: {name}. Services\u202f: {names}.")
        return 2
    settings = _asked_at(host, Settings())
    if not _may_listen(host, settings):
        return 2
    if not (settings.credentials / f"{name}.json").exists():
        say(
            f"Secrets {elided(name)} introuvables\u202f: lancez d’abord «\u00a0passerelle provision\u00a0»."
        )
        return 2
    configure_logging(settings, process=name)
    app = build_app(service, settings, navigation=NAVIGATION, installation=NAMED)
    _run(
        app,
        host,
        port or free_port(),
        name,
        trusted=[*GATEWAY_ADDRESSES, *settings.proxies_trusted],
        on_stop=partial(_close_streams, app),
    )
    return 0


def serve_gateway(replicas: list[str], *, host: str, port: int | None) -> int:
    """Run the gateway over `service=URL` replicas until it is asked to stop."""
    from deploy.services import SERVICES  # the routes of all: a service alone needs none of them

    urls: dict[str, list[str]] = {}
    for replica in replicas:
        name, _, url = replica.partition("=")
        urls.setdefault(name, []).append(url)
    prefixes = {service.name: service.paths for service in SERVICES}
    strangers = sorted(set(urls) - set(prefixes))
    if strangers or not urls:
        unknown = f" Inconnus\u202f: {', '.join(strangers)}." if strangers else ""
        say(f"Donnez --replica service=http://hôte:port.{unknown}")
        return 2
    settings = _asked_at(host, Settings())
    try:
        gateway = build_gateway(prefixes, urls, Recorded(SERVICES), hosts=settings.hosts)
    except ValueError as refusal:
        say(str(refusal))
        return 2
    if not _may_listen(host, settings):
        return 2
    configure_logging(settings, process="gateway")
    _run(
        gateway,
        host,
        port or free_port(GATEWAY_PORT),
        "gateway",
        trusted=settings.proxies_trusted,
    )
    return 0


def _asked_at(host: str, settings: Settings) -> Settings:
    """The settings, with the name that is listened on among those that are answered."""
    if host in EVERYWHERE:
        return settings
    names = [settings.allowed_hosts, host] if settings.allowed_hosts else [host]
    return settings.replaced(allowed_hosts=",".join(names))


def _may_listen(host: str, settings: Settings) -> bool:
    """Whether nothing people type would travel in clear; says why not."""
    try:
        refuse_plain_http(host, settings.public_url)
    except PlainHttpRefused as refusal:
        say(str(refusal))
        return False
    return True


def _run(
    app: ASGIApp,
    host: str,
    port: int,
    name: str,
    *,
    trusted: Sequence[str],
    on_stop: Callable[[], None] = lambda: None,
) -> None:
    """Serve until SIGTERM or Ctrl-C; `trusted` may say whom they forward for."""
    look_seldom()
    say(f"{name} répond à http://{host}:{port}")
    TellingServer(http_config(app, trusted=trusted, host=host, port=port), on_stop).run()


def _close_streams(app: FastAPI) -> None:
    runtime: Runtime | None = getattr(app.state, "runtime", None)
    if runtime is not None:  # a stop asked before the start was over
        runtime.changes.close()
