"""Errors a person or a program may be answered with. One renderer turns them into a response.

Titles are French: a user reads them.
"""

from collections.abc import Mapping
from typing import ClassVar
from uuid import UUID


class PasserelleError(Exception):
    """An answer other than success: HTTP status, stable code, sentence in French."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "Une erreur s’est produite"

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail or self.title)
        self.detail = detail

    @property
    def told(self) -> Mapping[str, object]:
        """What a program is told besides."""
        return {}


class NotFound(PasserelleError):
    """Absent, or another lycée's: the two are not told apart."""

    status = 404
    code = "not-found"
    title = "Page introuvable"


class Moved(NotFound):
    """What stood under one id stands under another: the same is asked there (307)."""

    status = 307
    code = "moved"
    title = "Cette page a changé d’adresse"

    def __init__(self, old: UUID, new: UUID) -> None:
        super().__init__()
        self.old, self.new = old, new


class Forbidden(NotFound):
    """No role of the identity may do this; answered before anything is looked up."""

    code = "forbidden"
    title = "Cet accès ne vous est pas ouvert"


class Conflict(PasserelleError):
    """The state does not allow it (any more)."""

    status = 409
    code = "conflict"
    title = "L’action n’est plus possible"


class Invalid(PasserelleError):
    """A value was refused; `field` is the form field it belongs to."""

    status = 422
    code = "invalid"
    title = "La saisie comporte une erreur"

    def __init__(self, detail: str | None = None, *, field: str | None = None) -> None:
        super().__init__(detail)
        self.field = field


class StaleVersion(Conflict):
    """A thing somebody else changed meanwhile; `current` holds the values they left."""

    code = "stale-version"
    title = "La fiche a changé entre-temps"

    def __init__(
        self, detail: str | None = None, *, current: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(detail)
        self.current = dict(current or {})


class LyceeNotChosen(Invalid):
    """The account works for several lycées and did not say for which one it writes."""

    code = "lycee-not-chosen"
    title = "Choisissez le lycée concerné"

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail, field="uai")


class LyceeNotYours(Invalid):
    """What was sent names a lycée the account may not write for; noted like what is not there."""

    code = "lycee-not-yours"
    title = "Choisissez un de vos lycées"

    def __init__(self, detail: str | None = None) -> None:
        super().__init__(detail, field="uai")


class PayloadTooLarge(PasserelleError):
    """What was typed or imported does not fit in one message of the bus."""

    status = 413
    code = "payload-too-large"
    title = "La saisie est trop volumineuse"


class Unavailable(PasserelleError):
    """A part the answer needs is down; nothing was recorded."""

    status = 503
    code = "unavailable"
    title = "Service momentanément indisponible\u202f: rien n’a été enregistré"


class OutcomeUnknown(Unavailable):
    """The connection was lost during COMMIT and the outcome could not be read yet.

    Sending the same command again is safe: if it was recorded, it gets the first answer.
    """

    code = "outcome-unknown"
    title = (
        "Service momentanément indisponible\u202f: renvoyez le formulaire, il ne sera pas doublé"
    )


class DocumentNotMade(Unavailable):
    """The process that makes a file failed, or did not come to an end; nothing was changed."""

    code = "document-not-made"
    title = "Le fichier n’a pas pu être préparé"
