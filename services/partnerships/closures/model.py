"""A site that closed (lieu fermé): it stays at the registry, and nobody is placed there."""

from datetime import date

from services.chassis.base.errors import Conflict, Invalid


class ClosingToCome(Invalid):
    """What is announced may not happen: a site is closed once it is."""

    code = "closing-to-come"
    title = "Ce jour est à venir\u202f: indiquez celui où le lieu a fermé. Pour une fermeture annoncée, mettez-le en pause."


class AlreadyClosed(Conflict):
    """A site that somebody said was closed before."""

    code = "already-closed"
    title = "Ce lieu est déjà noté comme fermé."


class NotClosed(Conflict):
    """A site that is open, or that somebody reopened."""

    code = "not-closed"
    title = "Ce lieu n’est pas noté comme fermé, ou ne l’est plus."


class SiteClosed(Conflict):
    """A site that closed: nobody is placed there."""

    code = "site-closed"
    title = (
        "Ce lieu est noté comme fermé\u202f: aucune place n’y est proposée. S’il est ouvert, le lycée le"
        " note comme rouvert sur sa fiche."
    )


def check_closed_on(closed_on: date, today: date) -> None:
    """Raises ClosingToCome."""
    if closed_on > today:
        raise ClosingToCome(field="closed_on")
