"""Answering what writes: once per `command_id`, in one transaction, with nothing typed lost."""

from __future__ import annotations

import asyncio
import hashlib
import json
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.exc import DBAPIError
from starlette.datastructures import UploadFile

from services.chassis.base import background_throttle
from services.chassis.base.errors import (
    Invalid,
    LyceeNotYours,
    OutcomeUnknown,
    PasserelleError,
    Unavailable,
)
from services.chassis.database.engine import is_retryable
from services.chassis.unit_of_work import commands
from services.chassis.unit_of_work.commands import Answer
from services.chassis.unit_of_work.unit_of_work import ATTEMPTS
from services.chassis.web.answers import offline_forms
from services.chassis.web.answers.inner_routes import read_file, show_again
from services.chassis.web.answers.moved_resources import as_asked, naming_what_stays
from services.chassis.web.answers.query_route import (
    Inner,
    admit,
    begin,
    runtime_of,
    say_when_to_retry,
    shown_or_whole,
)
from services.chassis.web.requests import request_audit
from services.chassis.web.requests.bodies import BodyRefused, is_form, read_body
from services.chassis.web.requests.lycee_choice import choose
from services.chassis.web.requests.named_lycee import named_lycee
from services.chassis.web.requests.request_context import context_of
from services.chassis.web.requests.request_guards import read_json, refuse_strange_address
from services.chassis.web.routes.route_spec import Declared, Redisplay
from services.chassis.web.views.forms import FormModel, Typed, typed_values

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


async def answer_writing(
    request: Request, declared: Declared, inner: Inner, *, needs_work: bool
) -> Response:
    """Answer a POST; what was refused on a form shows the form again."""
    scope = await admit(request, declared)
    offline_forms.refuse_of_somebody_else(request)
    context_of(request).shown = scope  # what is written is written whatever was chosen to be seen
    background_throttle.PROCESS.command()
    try:
        refuse_strange_address(request)
        await read_body(request, declared)
        if declared.recorded:
            return offline_forms.staying(request, await _once(request, declared, inner))
        await _read_file(request, declared)
        # A handler that opens its own transactions must not hold another one meanwhile.
        return await (_work(request, declared, inner, None) if needs_work else inner(request))
    except BodyRefused:
        raise
    except PasserelleError as raised:
        error = as_asked(request, raised)
        # It named what is not there, or another lycée's.
        if error.status == 404 or isinstance(error, LyceeNotYours):
            await request_audit.refused(request, declared.action.name)
        drawn = error.status in SHOWN_AGAIN and not offline_forms.is_sent_later(request)
        if declared.redisplay is None or not drawn:
            raise
        return await _redisplay(request, declared, declared.redisplay, error)


async def _read_file(request: Request, declared: Declared) -> None:
    """Read the file a form brings while no connection is held: it may take twenty seconds."""
    if declared.reads is not None:
        await read_file(request, declared.reads)


async def _once(request: Request, declared: Declared, inner: Inner) -> Response:
    command = await command_of(request)
    if declared.reads is not None:
        # What was done already may have let go of the file.
        work, actor = runtime_of(request).work, context_of(request).actor
        if first := await commands.lookup(work, *command, actor=actor):
            return _again(request, first)
        await _read_file(request, declared)
    for attempt in range(1, ATTEMPTS + 1):
        try:
            return await _work(request, declared, inner, command)
        except OutcomeUnknown:
            return await _settle(request, command)
        except DBAPIError as error:
            if attempt == ATTEMPTS or not is_retryable(error):
                raise
    raise AssertionError("unreachable: the last attempt returns or raises")


async def _work(
    request: Request, declared: Declared, inner: Inner, command: tuple[UUID, bytes] | None
) -> Response:
    context = context_of(request)
    async with begin(request, context.scope, uai=await named_lycee(request)) as uow:
        context.uow = uow
        if command and (first := await commands.claim(uow, *command)):
            uow.give_up()
            return _again(request, first)
        response = await inner(request)
        if command and response.status_code >= 400:
            uow.give_up()
        elif command:
            action = declared.action.name
            entry = request_audit.done(request, uow, action, response)
            await request_audit.done_for_others(uow, entry)
            await request_audit.done_by_token(request, uow, action, entry)
            commands.store(uow, command[0], _kept(response), entry)
        return response


async def _settle(request: Request, command: tuple[UUID, bytes]) -> Response:
    """The connection broke during COMMIT: say what is true, or that it is not known yet."""
    runtime = runtime_of(request)
    for seconds in ASK_AGAIN_SECONDS:
        try:
            first = await commands.lookup(runtime.work, *command, actor=context_of(request).actor)
        except Unavailable:
            await asyncio.sleep(seconds)
            continue
        if first is None:
            raise Unavailable
        runtime.relay.wake()
        return _again(request, first)
    raise OutcomeUnknown


async def _redisplay(
    request: Request, declared: Declared, show: Redisplay, error: PasserelleError
) -> Response:
    context = context_of(request)
    form = declared.form or FormModel
    typed = naming_what_stays(Typed(form, typed_values(form, await request.form())), error)
    context.refused = typed.refused(error)
    choose(request, context.scope, whole=declared.whole, named=typed.chosen("uai"))

    async def draw() -> Response:
        async with begin(request, context.shown) as uow:
            context.uow = uow
            return await show_again(request, show)

    response = await shown_or_whole(request, context.scope, draw)
    response.status_code = error.status
    say_when_to_retry(response, error)
    return response


async def command_of(request: Request) -> tuple[UUID, bytes]:
    """The command's id and the digest of what it asks. Raises CommandIdMissing."""
    given, payload = await _content(request)
    try:
        command_id = UUID(str(given))
    except ValueError:
        raise CommandIdMissing from None
    return command_id, commands.fingerprint(request.url.path, payload)


async def _content(request: Request) -> tuple[object, bytes]:
    if not is_form(request):
        body = await request.body()
        data = read_json(body)
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


def _kept(response: Response) -> Answer:
    headers = tuple(
        (name.decode(), value.decode())
        for name, value in response.raw_headers
        if name.decode() in KEPT_HEADERS
    )
    return Answer(response.status_code, headers, bytes(response.body))


def _again(request: Request, first: Answer) -> Response:
    context_of(request).answered_again = True
    response = Response(first.body, first.status)
    response.raw_headers = [
        *((name.encode(), value.encode()) for name, value in first.headers),
        (b"content-length", str(len(first.body)).encode()),
    ]
    return response
