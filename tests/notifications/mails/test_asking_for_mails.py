"""Asking for a mail, cancelling it, sending it again."""

from __future__ import annotations

from uuid import uuid4

import pytest

from services.chassis.base.errors import NotFound
from services.notifications.mails.commands import (
    cancel_mail,
    cancel_mails,
    resend_mail,
    restore_mail,
)
from services.notifications.mails.model.mail import (
    MailAlreadyFinished,
    MailNotCancelled,
    MailNotFinished,
    RecipientNotOpaque,
    message_uuid,
)
from services.notifications.mails.model.template import Template
from services.notifications.mails.queries.mails_about import read_mails_about
from tests.notifications.world import ELSEWHERE, HERE, Post, own


async def test_asking_twice_for_one_cause_queues_one_mail(post: Post) -> None:
    cause = uuid4()

    first = await post.asks(cause=cause)
    second = await post.asks(cause=cause)

    assert first == second
    assert await post.states() == ["queued"]


async def test_another_recipient_cause_or_template_is_another_mail(post: Post) -> None:
    cause = uuid4()

    await post.asks("bureau", cause=cause)
    await post.asks(f"account:{uuid4()}", cause=cause)
    await post.asks("bureau", cause=cause, template=Template.BUREAU_AGREED)
    await post.asks("bureau")

    assert await post.states() == ["queued"] * 4


@pytest.mark.parametrize(
    "recipient", ["claire.vidal@lycee.example", "Claire Vidal", "", "account:", "a\nb"]
)
async def test_an_address_or_a_name_is_never_queued(post: Post, recipient: str) -> None:
    with pytest.raises(RecipientNotOpaque):
        await post.asks(recipient)

    assert await post.states() == []


async def test_a_withdrawn_cause_cancels_what_has_not_left(post: Post) -> None:
    placement = uuid4()
    about_it = await post.asks(aggregate_id=placement)
    other_template = await post.asks(aggregate_id=placement, template=Template.BUREAU_AGREED)
    other = await post.asks()

    async with post.units.begin(own(HERE)) as uow:
        cancelled = await cancel_mails(
            uow,
            aggregate_id=placement,
            templates=[Template.HOST_AGREED],
            reason="cause-withdrawn",
            now=uow.now,
        )

    assert cancelled == 1
    assert (await post.row(about_it))["state"] == "cancelled"
    assert (await post.row(about_it))["last_reason"] == "cause-withdrawn"
    assert (await post.row(other_template))["state"] == "queued"
    assert (await post.row(other))["state"] == "queued"


async def test_a_cancelled_mail_can_be_restored(post: Post) -> None:
    mail = await post.asks()

    async with post.units.begin(own(HERE)) as uow:
        await cancel_mail(uow, mail_id=mail, now=uow.now)
    assert await post.states() == ["cancelled"]
    with pytest.raises(MailAlreadyFinished):
        async with post.units.begin(own(HERE)) as uow:
            await cancel_mail(uow, mail_id=mail, now=uow.now)
    async with post.units.begin(own(HERE)) as uow:
        await restore_mail(uow, mail_id=mail, now=uow.now)

    assert await post.states() == ["queued"]
    with pytest.raises(MailNotCancelled):
        async with post.units.begin(own(HERE)) as uow:
            await restore_mail(uow, mail_id=mail, now=uow.now)


async def test_a_mail_on_its_way_cannot_be_sent_again(post: Post) -> None:
    mail = await post.asks()

    with pytest.raises(MailNotFinished):
        async with post.units.begin(own(HERE)) as uow:
            await resend_mail(uow, mail_id=mail, now=uow.now)


async def test_a_mail_of_another_lycee_is_not_found(post: Post) -> None:
    mail = await post.asks(uai=ELSEWHERE)

    for act in (cancel_mail, restore_mail, resend_mail):
        with pytest.raises(NotFound):
            async with post.units.begin(own(HERE)) as uow:
                await act(uow, mail_id=mail, now=uow.now)

    assert await post.states() == ["queued"]


def test_all_copies_of_a_mail_carry_one_message_id() -> None:
    cause = uuid4()

    def one(**changes: object) -> object:
        given = {"recipient": "bureau", "cause": cause, "template": Template.BUREAU_AGREED}
        return message_uuid(**{**given, **changes})  # type: ignore[arg-type] # one of each

    assert one() == one()
    assert len({one(), one(recipient="x"), one(cause=uuid4()), one(template="y")}) == 4


async def test_what_a_page_is_told_of_many_things_leaves_none_without_its_mails(
    post: Post,
) -> None:
    """A forum that changed often, with as many companies as a page of it lists."""
    about = [uuid4() for _ in range(50)]
    for one in about:
        for _ in range(5):
            await post.asks(aggregate_id=one)

    async with post.units.begin(own(HERE)) as uow:
        found = await read_mails_about(uow, about, texts=False)

    assert {one.about for one in found} == set(about)
