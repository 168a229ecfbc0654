"""Plain http stays on this machine: on a network, passwords and sessions would travel in clear."""

from urllib.parse import urlsplit

from services.chassis.base.allowed_hosts import is_this_machine

EVERYWHERE = frozenset({"0.0.0.0", "::", ""})  # noqa: S104 compared with, not listened on
WHAT_TO_DO = (
    "Placez devant Passerelle un serveur qui parle https (Caddy, nginx…), puis relancez avec"
    " PASSERELLE_PUBLIC_URL=https://votre-adresse. Pour cette machine seule, laissez l’adresse"
    " 127.0.0.1."
)


class PlainHttpRefused(RuntimeError):
    """Not started: what people type would be read on the way; the message is for the user."""


def refuse_plain_http(host: str, public_url: str) -> None:
    """Raises PlainHttpRefused unless browsers come by https, or from this machine alone.

    `host` is what is listened on, `public_url` the address browsers are given.
    """
    public = urlsplit(public_url)
    if public.scheme == "https":
        return
    if not is_this_machine(host):
        where = "toutes les adresses de cette machine" if host in EVERYWHERE else host
        raise PlainHttpRefused(
            f"Refusé\u202f: en http sur {where}, mots de passe et sessions passeraient en clair"
            f" sur le réseau. {WHAT_TO_DO}"
        )
    if not is_this_machine(public.hostname or ""):
        raise PlainHttpRefused(
            f"Refusé\u202f: PASSERELLE_PUBLIC_URL={public_url} est en http, mots de passe et"
            f" sessions passeraient en clair sur le réseau. {WHAT_TO_DO}"
        )
