"""One of each thing an address of the mails names."""

from uuid import UUID, uuid4

from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.rhythm import Rhythm
from services.notifications.notices.model import Telling, Told
from services.notifications.notices.store.notices import Notices
from tests.notifications.outside import Outside, paused
from tests.notifications.world import Post, own
from tests.support.examples import Example, Examples
from tests.support.network import HERE, Network
from tests.support.services import ServiceDatabases


async def examples(network: Network, databases: ServiceDatabases) -> Examples:
    superuser = await databases.superuser("notifications")
    post = Post(network.runtime("notifications").work, superuser)
    mail_id = await post.asks("host", uai=HERE)
    await post.composed(mail_id, to="hortense@peyrusse.example", subject="PFMP de Peyrusse")
    outside = Outside(post.units, superuser)
    endpoint = await outside.opens("https://tableau-du-lycee.example/x")
    await outside.happens(paused())
    delivery_id = await superuser.fetchval("SELECT delivery_id FROM deliveries")
    notice_id = await a_notice(post)
    await superuser.close()
    return Examples(
        {
            "mail_id": Example(str(mail_id), own=True),
            # Of the internship tracker, which is asked for it.
            "placement_id": Example(str(uuid4()), own=False),
            # Of one person, who is none of those that try.
            "notice_id": Example(str(notice_id), own=False),
            "endpoint_id": Example(str(endpoint.id), own=True),
            "delivery_id": Example(str(delivery_id), own=True),
            # The same for every lycée: what one adds to it is its own.
            "template": Example(Template.HOST_AGREED.value, own=False, unknown="none"),
        },
        ("hortense@peyrusse.example", "PFMP de Peyrusse", "tableau-du-lycee.example"),
    )


async def a_notice(post: Post) -> UUID:
    told = Told(HERE, Template.AGREEMENT_REFUSED, uuid4(), uuid4())
    async with post.units.begin(own(HERE)) as uow:
        telling = Telling(uuid4(), Rhythm.NOTICE, uow.now)
        await Notices(uow).add(told, [telling], now=uow.now)
    notice_id: UUID = await post.superuser.fetchval("SELECT notice_id FROM notices")
    return notice_id
