"""What was typed of an exchange beside what somebody else left, as people read both."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from services.chassis.web.views.forms import Typed
from services.partnerships.cards.queries import CompanyCard
from services.partnerships.exchanges.labels import KINDS, OUTCOMES, PURPOSES, REFUSALS

_CODES: Mapping[str, Mapping[str, str]] = {
    "kind": {code.value: label for code, label in KINDS.items()},
    "purpose": {code.value: label for code, label in PURPOSES.items()},
    "outcome": {code.value: label for code, (label, _) in OUTCOMES.items()},
    "refusal": {code.value: label for code, label in REFUSALS.items()},
}
_DAYS = ("occurred_on", "next_step_on")


def compared(typed: Typed[Any], held: Mapping[str, Any]) -> Typed[Any]:
    """What was typed beside what is held now."""
    days = {
        name: {
            day: "/".join(reversed(day.split("-")))
            for day in (typed.value(name), str(held[name] or ""))
        }
        for name in _DAYS
    }
    return replace(typed, current=held, labels={**_CODES, **typed.labels, **days})


def compared_at(typed: Typed[Any], held: Mapping[str, Any], card: CompanyCard) -> Typed[Any]:
    """The form compared, with a company: where, and with whom."""
    if len(card.company.sites) == 1:  # not asked: the form does not send it
        held = {name: value for name, value in held.items() if name != "site_id"}
    places = {str(site.id): card.site_label(site.id) for site in card.company.sites}
    people = {str(one.id): one.details.name for one in card.contacts}
    return compared(replace(typed, labels={"site_id": places, "contact_id": people}), held)
