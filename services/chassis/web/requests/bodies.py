"""Reading what was sent: a size said first, that fits, in a reasonable time."""

import asyncio

from fastapi import Request
from starlette.exceptions import HTTPException

from services.chassis.base.errors import PasserelleError
from services.chassis.web.requests.request_guards import refuse_unasked
from services.chassis.web.routes.route_spec import JSON_BODY_MAX, Declared

HEAD_SECONDS = 20.0
"""Until the head of a request is whole; a browser sends it in one piece."""
PATIENCE_SECONDS = 30.0
BYTES_A_SECOND_MIN = 8_192
"""A file of ten megabytes has twenty minutes: slower than any telephone."""


def seconds_for(length: int) -> float:
    """How long a body of so many bytes may take, from the end of its head."""
    return PATIENCE_SECONDS + length / BYTES_A_SECOND_MIN


class BodyRefused(PasserelleError):
    """What was sent cannot be read, hence not shown again."""


class BodyTooLarge(BodyRefused):
    """What was sent is larger than any form of ours."""

    status = 413
    code = "body-too-large"
    title = (
        "L’envoi est trop volumineux\u202f: rien n’a été enregistré. Revenez en arrière, ce que vous avez "
        "écrit y est encore, puis choisissez un fichier plus petit ou raccourcissez le texte"
    )


class LengthRequired(BodyRefused):
    """The size was not said first; browsers and HTTP clients do."""

    status = 411
    code = "length-required"
    title = "La taille de l’envoi n’est pas indiquée"


class BodyTooSlow(BodyRefused):
    """What was sent comes a byte now and then: nobody waits for it for ever."""

    status = 408
    code = "body-too-slow"
    title = "L’envoi est trop lent\u202f: vérifiez votre connexion, rien n’a été enregistré"


class BodyUnreadable(BodyRefused):
    """What was sent is not what a form sends."""

    status = 400
    code = "body-unreadable"
    title = "L’envoi n’a pas pu être lu"


async def read_body(request: Request, declared: Declared) -> None:
    """Read it once, whoever asks for it afterwards. Raises BodyTooLarge and its like."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        raise LengthRequired
    form = is_form(request)
    if int(length) > (declared.body_max if form else min(declared.body_max, JSON_BODY_MAX)):
        raise BodyTooLarge
    try:
        async with asyncio.timeout(seconds_for(int(length))):
            if not form:
                await request.body()
                return
            data = await request.form()
    except TimeoutError as late:
        raise BodyTooSlow from late
    except HTTPException as error:
        raise BodyUnreadable from error
    refuse_unasked(data, declared.form)


def is_form(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind in ("application/x-www-form-urlencoded", "multipart/form-data")
