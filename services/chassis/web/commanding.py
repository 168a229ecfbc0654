"""Answering what writes: once per `command_id`, in one transaction, with nothing typed lost."""

from __future__ import annotations

import asyncio
import hashlib
import inspect
import json
from typing import Any, get_type_hints
from uuid import UUID

from fastapi import Request, Response
from pydantic import TypeAdapter
from sqlalchemy.exc import DBAPIError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from contracts.identifiers import Uai
from services.chassis import commands, courtesy
from services.chassis.commands import Answer
from services.chassis.database import is_retryable
from services.chassis.errors import Invalid, OutcomeUnknown, PasserelleError, Unavailable
from services.chassis.web.answering import Inner, admit, runtime_of, say_when_to_retry
from services.chassis.web.declared import Declared, Redisplay
from services.chassis.web.forms import FormModel, Typed, typed_values
from services.chassis.work import ATTEMPTS, Scope

KEPT_HEADERS = frozenset({"location", "content-type", "set-cookie"})
"""Headers of an answer that are given again with it."""
SHOWN_AGAIN = frozenset({409, 413, 422, 429})
"""Refusals a form is shown again after, with what was typed."""
ASK_AGAIN_SECONDS = (0.2, 0.5, 1.0, 2.0)
"""Waits between attempts to learn whether a commit took place."""


class CommandIdMissing(Invalid):
    """A command without its id could be done twice."""

    code = "command-id-missing"
    title = "La demande est incomplète\u202f: rechargez la page et recommencez"


class BodyRefused(PasserelleError):
    """What was sent cannot be read, hence not shown again."""


class BodyTooLarge(BodyRefused):
    """What was sent is larger than any form of ours."""

    status = 413
    code = "body-too-large"
    title = "L’envoi est trop volumineux"


class LengthRequired(BodyRefused):
    """The size was not said first; browsers and HTTP clients do."""

    status = 411
    code = "length-required"
    title = "La taille de l’envoi n’est pas indiquée"


class BodyUnreadable(BodyRefused):
    """What was sent is not what a form sends."""

    status = 400
    code = "body-unreadable"
    title = "L’envoi n’a pas pu être lu"


async def answer_writing(
    request: Request, declared: Declared, inner: Inner, *, needs_work: bool
) -> Response:
    """Answer a POST; what was refused on a form shows the form again."""
    scope = await admit(request, declared)
    courtesy.PROCESS.command()
    try:
        await _read_body(request, declared)
        if declared.recorded:
            return await _once(request, scope, inner)
        # A handler that opens its own transactions must not hold another one meanwhile.
        return await (_work(request, scope, inner, None) if needs_work else inner(request))
    except BodyRefused:
        raise
    except PasserelleError as error:
        if declared.redisplay is None or error.status not in SHOWN_AGAIN:
            raise
        return await _redisplay(request, declared.redisplay, scope, error)


async def _read_body(request: Request, declared: Declared) -> None:
    """Read it once, whoever asks for it afterwards. Raises BodyTooLarge and its like."""
    length = request.headers.get("content-length", "")
    if not length.isdecimal():
        raise LengthRequired
    if int(length) > declared.body_max:
        raise BodyTooLarge
    try:
        await (request.form() if _is_form(request) else request.body())
    except HTTPException as error:
        raise BodyUnreadable from error


async def _once(request: Request, scope: Scope, inner: Inner) -> Response:
    command = await _command_of(request)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return await _work(request, scope, inner, command)
        except OutcomeUnknown:
            return await _settle(request, command)
        except DBAPIError as error:
            if attempt == ATTEMPTS or not is_retryable(error):
                raise
    raise AssertionError("unreachable: the last attempt returns or raises")


async def _work(
    request: Request, scope: Scope, inner: Inner, command: tuple[UUID, bytes] | None
) -> Response:
    async with runtime_of(request).work.begin(
        scope,
        uai=await _lycee_of(request, scope),
        actor=request.state.actor,
        correlation_id=request.state.correlation_id,
    ) as uow:
        request.state.uow = uow
        if command and (first := await commands.claim(uow, *command)):
            uow.give_up()
            return _again(request, first)
        response = await inner(request)
        if command and response.status_code >= 400:
            uow.give_up()
        elif command:
            commands.store(uow, command[0], _kept(response))
        return response


async def _settle(request: Request, command: tuple[UUID, bytes]) -> Response:
    """The connection broke during COMMIT: say what is true, or that it is not known yet."""
    runtime = runtime_of(request)
    for seconds in ASK_AGAIN_SECONDS:
        try:
            first = await commands.lookup(runtime.work, *command, actor=request.state.actor)
        except Unavailable:
            await asyncio.sleep(seconds)
            continue
        if first is None:
            raise Unavailable
        runtime.relay.wake()
        return _again(request, first)
    raise OutcomeUnknown


async def _redisplay(
    request: Request, show: Redisplay, scope: Scope, error: PasserelleError
) -> Response:
    typed: Typed[Any] = getattr(request.state, "typed", None) or await _untyped(request)
    async with runtime_of(request).work.begin(
        scope, actor=request.state.actor, correlation_id=request.state.correlation_id
    ) as uow:
        request.state.uow = uow
        given = {"request": request, "uow": uow, "typed": typed.refused(error)}
        wanted = inspect.signature(show).parameters
        given = {name: value for name, value in given.items() if name in wanted}
        response = await show(**given, **_path_values(show, request))
    response.status_code = error.status
    say_when_to_retry(response, error)
    return response


async def _untyped(request: Request) -> Typed[Any]:
    """A form refused before its handler read it."""
    return Typed(FormModel, typed_values(FormModel, await request.form()))


def _path_values(function: Any, request: Request) -> dict[str, Any]:
    """The path's parameters as the function declares them: the route has checked them."""
    hints = get_type_hints(function)
    wanted = inspect.signature(function).parameters
    return {
        name: TypeAdapter(hints[name]).validate_python(value)
        for name, value in request.path_params.items()
        if name in wanted
    }


async def _command_of(request: Request) -> tuple[UUID, bytes]:
    """The command's id and the digest of what it asks. Raises CommandIdMissing."""
    given, payload = await _content(request)
    try:
        command_id = UUID(str(given))
    except ValueError:
        raise CommandIdMissing from None
    return command_id, commands.fingerprint(request.url.path, payload)


async def _content(request: Request) -> tuple[object, bytes]:
    if not _is_form(request):
        body = await request.body()
        try:
            data = json.loads(body)
        except ValueError:
            raise Invalid("Le corps de la demande n’est pas du JSON.") from None
        return (data.get("command_id") if isinstance(data, dict) else None), body
    fields = await request.form()
    # Not the raw body: browsers draw another boundary at each sending of the same file.
    digest = [[k, await _digest(v)] for k, v in fields.multi_items()]
    return fields.get("command_id"), json.dumps(digest).encode()


async def _digest(value: str | UploadFile) -> str:
    if isinstance(value, str):
        return value
    content = await value.read()
    await value.seek(0)
    return hashlib.sha256(content).hexdigest()


async def _lycee_of(request: Request, scope: Scope) -> Uai | None:
    """The lycée a form says it is for; one outside the scope is refused by the unit of work."""
    if not _is_form(request):
        return None
    given = (await request.form()).get("uai")
    if not isinstance(given, str) or not given:
        return None
    try:
        uai = Uai(given)
    except ValueError as error:
        raise Invalid(str(error), field="uai") from None
    if uai not in scope.uais:
        raise Invalid("Choisissez un de vos lycées.", field="uai")
    return uai


def _is_form(request: Request) -> bool:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind in ("application/x-www-form-urlencoded", "multipart/form-data")


def _kept(response: Response) -> Answer:
    headers = tuple(
        (name.decode(), value.decode())
        for name, value in response.raw_headers
        if name.decode() in KEPT_HEADERS
    )
    return Answer(response.status_code, headers, bytes(response.body))


def _again(request: Request, first: Answer) -> Response:
    request.state.answered_again = True
    response = Response(first.body, first.status)
    response.raw_headers = [
        *((name.encode(), value.encode()) for name, value in first.headers),
        (b"content-length", str(len(first.body)).encode()),
    ]
    return response
