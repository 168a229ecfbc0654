"""Events of the partnership registry about how often hosts are asked, and the rules of the network."""

from datetime import date
from enum import StrEnum

from contracts.event import Event
from contracts.identifiers import Count, PauseId, RuleId, SiteId, SiteKey, SolicitationId
from contracts.publication import FactFamily


class NetworkRule(StrEnum):
    """What the department decides for all bureaux, from a day on (règles du réseau)."""

    COURTESY_DAYS = "courtesy_days"


# It weighs on a host by a place proposed there, of which it has no field.
class SiteSolicitedV1(
    Event,
    audience="department",
    aggregate="solicitation_id",
    family=FactFamily.EXCHANGES,
    reveals={"hosting": FactFamily.HOSTING},
):
    """A lycée asked something of a site (sollicitation): where and when, told at night."""

    solicitation_id: SolicitationId
    site_id: SiteId
    site_key: SiteKey
    occurred_on: date


class SiteSolicitationWithdrawnV1(
    Event, audience="department", aggregate="solicitation_id", family=FactFamily.EXCHANGES
):
    """A solicitation that was told had been noted by mistake (sollicitation retirée)."""

    solicitation_id: SolicitationId
    occurred_on: date


class NetworkRuleDecidedV1(Event, audience="department", aggregate="rule_id", family=None):
    """The department decided a rule of the network (règle du réseau), from a day on."""

    rule_id: RuleId
    rule: NetworkRule
    value: Count
    from_on: date
    occurred_on: date


# Whoever places a pupil has to know, whatever the head tells of the rest; no reason is told.
class SitePausedV1(Event, audience="department", aggregate="pause_id", family=None):
    """A lycée asks to be contacted before anybody is placed at a site (pause). Why is not told."""

    pause_id: PauseId
    site_id: SiteId
    site_key: SiteKey
    until_on: date
    occurred_on: date


class SiteResumedV1(Event, audience="department", aggregate="pause_id", family=None):
    """A pause is over (reprise): its day of review came, or the lycée ended it."""

    pause_id: PauseId
    site_id: SiteId
    site_key: SiteKey
    occurred_on: date
