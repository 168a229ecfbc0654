"""A mail as its reader would see it, drawn with an example."""

from datetime import datetime

from services.notifications.composition.queries.mails import MAILS
from services.notifications.drawing.queries import STOP, Drawn, draw
from services.notifications.mails.model.template import Template
from services.notifications.notice_kinds.model.kinds import KINDS
from services.notifications.previews.model import example_values
from services.notifications.staff_mails.queries.notice import DRAWN_AS


def draw_example(
    template: Template,
    *,
    sender: str,
    own_sentence: str,
    public_url: str,
    demonstration: bool = False,
    now: datetime,
) -> Drawn:
    """The mail in the name of a lycée, with what it adds to it; everybody else in it is invented."""
    common = example_values(template, public_url=public_url, now=now)
    values = {**common, **MAILS[template].example, "sender": sender}
    if template.stoppable:
        # The real one is personal, and goes to its reader alone.
        values[STOP] = f"{public_url}/…"
    kind = KINDS.get(template)
    return draw(
        DRAWN_AS if kind and not kind.own_text else template,
        values,
        own_sentence=own_sentence,
        demonstration=demonstration,
    )
