"""« Flux »: who outside reads what of the department, until when; given and taken back here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import Request, Response
from pydantic import Field

from contracts.identifiers import Uai
from services.chassis.unit_of_work import audit_log, commands
from services.chassis.unit_of_work.commands import Answer
from services.chassis.unit_of_work.unit_of_work import UnitOfWork
from services.chassis.web.answers.command_route import command_of
from services.chassis.web.answers.inner_routes import Refused
from services.chassis.web.answers.query_route import runtime_of
from services.chassis.web.answers.rendering import render, see_other
from services.chassis.web.router import CurrentIdentity, RequestUnitOfWork, Router
from services.chassis.web.views.forms import Day, FormModel, Typed, form_of
from services.chassis.web.views.french import PARIS, date_fr
from services.supervision.coverage.queries.coverage import heard_from
from services.supervision.feed_readers.commands import (
    add_feed_reader,
    extend_feed_reader,
    revoke_feed_reader,
)
from services.supervision.feed_readers.model import (
    YEARS_LONGER,
    YEARS_MAX,
    FeedPart,
    FeedReader,
    in_years,
)
from services.supervision.feed_readers.store import FeedReaders
from services.supervision.permissions import MANAGE_FEEDS

router = Router()
PATH = "/departement/lecteurs"
FEEDS = "/flux"
"""Where feeds are read."""
INSIDE, OUTSIDE = "inside", "outside"
KINDS: Mapping[str, str] = {
    OUTSIDE: "Hors de la DSDEN\u00a0: une édition par semaine, sans petit effectif",
    INSIDE: "À la DSDEN\u00a0: tous les chiffres, à jour",
}
FILES: Mapping[FeedPart, Sequence[tuple[str, str]]] = {
    FeedPart.ACTIVITY: (
        ("Activité, pour un lecteur de flux (Atom)", "activite.atom"),
        ("Activité, pour un programme (JSON Feed)", "activite.json"),
        ("Activité, pour un tableur (CSV)", "activite.csv"),
        ("Activité, pour Excel (XLSX)", "activite.xlsx"),
    ),
    FeedPart.COVERAGE: (
        ("Couverture, pour un programme (JSON)", "couverture.json"),
        ("Couverture, pour un tableur (CSV)", "couverture.csv"),
        ("Couverture, pour Excel (XLSX)", "couverture.xlsx"),
    ),
    FeedPart.INDICATORS: (
        ("Indicateurs, pour un programme (JSON)", "indicateurs.json"),
        ("Indicateurs, pour un tableur (CSV)", "indicateurs.csv"),
        ("Indicateurs, pour Excel (XLSX)", "indicateurs.xlsx"),
    ),
}


class FeedReaderForm(FormModel):
    """Who is to read what, of which lycées, until when."""

    organisation: Annotated[str, Field(min_length=2, max_length=80, title="Organisation")]
    kind: Literal["outside", "inside"] = Field(title="Ce lecteur est")
    parts: list[FeedPart] = Field(min_length=1, max_length=len(FeedPart), title="Ce qu’il lit")
    uais: list[Uai] = Field(default_factory=list, max_length=200, title="Lycées")
    expires_on: Annotated[Day, Field(title="Jusqu’au")]


class ExtensionForm(FormModel):
    """The day until which a reader is to go on reading."""

    expires_on: Annotated[Day, Field(title="Nouvelle fin")]


Nothing = Annotated[Typed[FormModel], form_of(FormModel)]


@dataclass(frozen=True)
class Given:
    """A reader just added, with what is shown once."""

    reader: FeedReader
    secret: str
    origin: str

    @property
    def addresses(self) -> list[tuple[str, str]]:
        """What to hand over, by format."""
        begins = f"{self.without_secret}/{self.secret}"
        return [
            (title, f"{begins}/{file}") for part in self.reader.parts for title, file in FILES[part]
        ]

    @property
    def without_secret(self) -> str:
        """The addresses of a program that sends the secret in a header begin so."""
        return f"{self.origin}{FEEDS}/{self.reader.id}"


@router.page(PATH, action=MANAGE_FEEDS)
async def show_readers(request: Request, uow: RequestUnitOfWork) -> Response:
    """The readers, and how to add one (flux)."""
    return await _page(request, uow, _blank(uow))


async def _page(
    request: Request,
    uow: UnitOfWork,
    typed: Typed[Any],
    given: Given | None = None,
    longer: tuple[UUID, Typed[Any]] | None = None,
) -> Response:
    """`longer`: what was typed to have a reader read for longer, and was refused."""
    today = uow.now.astimezone(PARIS).date()
    readers = await FeedReaders(uow).all()
    lycees = await heard_from(uow)
    return render(
        request,
        "supervision/feed_readers/feed_readers.html",
        readers=[one for one in readers if one.stands(today)],
        over=[one for one in readers if not one.stands(today)],
        given=given,
        typed=typed if typed.form is FeedReaderForm else _blank(uow).saying(typed.refusal or ""),
        longer=dict([longer] if longer else []),
        a_year=_a_year(uow),
        in_a_year=in_years(today, YEARS_LONGER),
        kinds=KINDS.items(),
        parts=[(part.value, part.label) for part in FeedPart],
        lycees=[(one.uai, one.name) for one in lycees],
        names={one.uai: one.name for one in lycees},
        today=today,
        latest=in_years(today, YEARS_MAX),
    )


async def _again(request: Request, uow: RequestUnitOfWork, typed: Refused[Any]) -> Response:
    return await _page(request, uow, typed)


async def _extended_again(
    request: Request, uow: RequestUnitOfWork, typed: Refused[Any], reader_id: UUID
) -> Response:
    if not typed.errors:  # it cannot be extended at all
        return await _page(request, uow, typed)
    return await _page(request, uow, _blank(uow), longer=(reader_id, typed))


def _a_year(uow: UnitOfWork) -> Typed[ExtensionForm]:
    """What is offered first: as long as it may."""
    year = in_years(uow.now.astimezone(PARIS).date(), YEARS_LONGER)
    return Typed.blank(ExtensionForm, expires_on=year)


def _blank(uow: UnitOfWork) -> Typed[FeedReaderForm]:
    """What is asked first: for somebody outside, for a year."""
    year = in_years(uow.now.astimezone(PARIS).date(), 1)
    return Typed.blank(FeedReaderForm, kind=OUTSIDE, expires_on=year)


# Not recorded as others are: the answer holds a secret that is kept nowhere. Its command is claimed
# all the same, so that a second click adds no second reader.
@router.form(PATH, action=MANAGE_FEEDS, redisplay=_again, recorded=False)
async def add(
    request: Request,
    uow: RequestUnitOfWork,
    identity: CurrentIdentity,
    typed: Annotated[Typed[FeedReaderForm], form_of(FeedReaderForm)],
) -> Response:
    """Add one; its addresses are shown this once."""
    command_id, fingerprint = await command_of(request)
    if await commands.claim(uow, command_id, fingerprint):
        uow.give_up()
        return see_other(
            PATH,
            notice="Ce flux est déjà ajouté\u00a0; ses adresses n’ont été montrées qu’une fois. "
            "Si vous ne les avez pas, retirez-le et ajoutez-en un autre.",
        )
    form = typed.model
    reader, secret = await add_feed_reader(
        uow,
        reader_id=uow.new_id(),
        organisation=form.organisation,
        inside=form.kind == INSIDE,
        parts=form.parts,
        uais=form.uais,
        known=[one.uai for one in await heard_from(uow)],
        expires_on=form.expires_on,
        account_id=identity.account_id,
        now=uow.now,
    )
    commands.store(uow, command_id, Answer(303, (("location", PATH),), b""))
    await audit_log.note_doing(
        uow, action=MANAGE_FEEDS.name, resource_id=reader.id, uai=uow.department_uai
    )
    origin = runtime_of(request).settings.public_url.rstrip("/")
    return await _page(request, uow, _blank(uow), Given(reader, secret, origin))


@router.form(f"{PATH}/{{reader_id}}/retrait", action=MANAGE_FEEDS, redisplay=_again)
async def revoke(
    reader_id: UUID,
    uow: RequestUnitOfWork,
    typed: Nothing,  # noqa: ARG001 refuses other fields
) -> Response:
    """Take a feed back, at once; a second click says the same."""
    await revoke_feed_reader(uow, reader_id=reader_id, now=uow.now)
    return see_other(PATH, notice="Flux retiré\u00a0: ses adresses n’ouvrent plus rien.")


@router.form(f"{PATH}/{{reader_id}}/prolongation", action=MANAGE_FEEDS, redisplay=_extended_again)
async def extend(
    reader_id: UUID,
    uow: RequestUnitOfWork,
    typed: Annotated[Typed[ExtensionForm], form_of(ExtensionForm)],
) -> Response:
    """Let it be read until another day, a year from today at most."""
    until = typed.model.expires_on
    await extend_feed_reader(uow, reader_id=reader_id, expires_on=until, now=uow.now)
    return see_other(PATH, notice=f"Flux prolongé jusqu’au {date_fr(until, weekday=False)}.")
