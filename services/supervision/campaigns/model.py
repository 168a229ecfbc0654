"""How far a campaign is: what each lycée that is asked told, and what all of them told together.

Silence, what a head keeps and what no event told are no zeros: such a lycée is in no sum.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.coordination.campaigns import CampaignMeasure
from contracts.publication import FactFamily
from services.supervision.base.figures import Figure, Told, Untold
from services.supervision.coverage.model.coverage import Cell, LyceeCoverage, is_silent
from services.supervision.publication.model import Publication

FAMILIES: Mapping[CampaignMeasure, FactFamily] = {
    CampaignMeasure.PLACES: FactFamily.COVERAGE,
    CampaignMeasure.NEW_HOSTS: FactFamily.HOSTING,
    CampaignMeasure.EXCHANGES: FactFamily.EXCHANGES,
    CampaignMeasure.ACTIONS: FactFamily.EXCHANGES,
}
"""What a head keeps when there is no figure of it."""
_STATES = frozenset({CampaignMeasure.PLACES, CampaignMeasure.NEW_HOSTS})
"""What is told again as it stands once its family is opened."""
DAYS_BEFORE_END = timedelta(days=7)
PARIS = ZoneInfo("Europe/Paris")
TOGETHER_MIN = 3
"""Lycées a sum is told to a bureau of: of two, it would find what the other one has."""
OTHERS_MIN = 2
"""Lycées in it that are not the reader’s: who works for two would find what a third one has."""
MORNING = time(7, 0)
PACE_FROM, PACE_UNDER = 1 / 3, 2 / 3
"""From which part of its days on a campaign has a pace, and under which part of it a lycée is behind."""
SAMPLES = 13
"""Days a curve is drawn of, at most."""


@dataclass(frozen=True)
class Campaign:
    """A campaign: what is asked, of whom."""

    id: UUID
    measure: CampaignMeasure
    mefs: frozenset[str]
    from_on: date
    until_on: date
    stays_from: date | None
    stays_until: date | None
    targets: Mapping[str, int]
    over: bool = False

    @property
    def days(self) -> tuple[date, date]:
        """The days of the facts that count: of stays, when these begin."""
        if self.stays_from is not None and self.stays_until is not None:
            return self.stays_from, self.stays_until
        return self.from_on, self.until_on


@dataclass(frozen=True)
class Progress:
    """Where one lycée is."""

    uai: str
    lycee: str
    target: int
    told: Told
    heard_at: datetime | None
    silent: bool
    untold_parts: int = 0
    """Formations of a PFMP whose counts were not told: they are not in the figure."""
    already: int = 0
    """Of places, those that were there before its first day: they are not in the figure either."""

    @property
    def found(self) -> int:
        """How much of its target is told."""
        return min(self.told.numerator, self.target) if isinstance(self.told, Figure) else 0

    @property
    def missing(self) -> int | None:
        """How many miss; None where that cannot be said: nothing was told, or not all and it is under."""
        if not isinstance(self.told, Figure):
            return None
        short = max(0, self.target - self.told.numerator)
        return None if short and self.untold_parts else short

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None where that cannot be said."""
        return None if self.missing is None else self.missing == 0


@dataclass(frozen=True)
class Together:
    """The lycées that told, in one figure, and how many did not."""

    told: Told
    """Of each lycée, its target at most."""
    target: int
    """Of those that told."""
    counted: frozenset[str]
    without: int

    def may_be_told_to(self, own: Collection[str]) -> bool:
        """Whether nobody who reads the figures of `own` finds in it what another lycée has."""
        return len(self.counted) >= TOGETHER_MIN and len(self.counted - set(own)) >= OTHERS_MIN


@dataclass(frozen=True)
class Share:
    """What was found by a day, of what is asked."""

    found: int
    target: int

    @property
    def percent(self) -> float:
        """From 0 to 100; more than what is asked is drawn as all of it."""
        return min(100.0, 100 * self.found / self.target)


def together(lines: Sequence[Progress]) -> Together:
    """All lycées that are asked. What one found over its target finds nothing for another."""
    told = [one for one in lines if isinstance(one.told, Figure)]
    target = sum(one.target for one in told)
    figure: Told = Figure(sum(one.found for one in told)) if told else Untold.UNTOLD
    counted = frozenset(one.uai for one in told)
    return Together(figure, target, counted, len(lines) - len(told))


def progress_of(
    campaign: Campaign,
    lycee: LyceeCoverage,
    count: int | None,
    now: datetime,
    *,
    already: int = 0,
) -> Progress:
    """Where a lycée is. `count`: what was counted of it; None: of places, which its coverage says.

    `already`: its places by the eve of the first day, which nobody found in these days.
    """
    told, untold = _told(campaign, lycee, count)
    if already and isinstance(told, Figure):
        told = replace(told, numerator=max(0, told.numerator - already))
    return Progress(
        uai=lycee.uai,
        lycee=lycee.name,
        target=campaign.targets[lycee.uai],
        told=told,
        heard_at=lycee.heard_at,
        silent=is_silent(lycee.heard_at, now),
        untold_parts=untold,
        already=already,
    )


def places_of(campaign: Campaign, lycee: LyceeCoverage) -> int:
    """Its places in what is asked; none where they are not told."""
    told, _ = _places([cell for cell in lycee.cells if _is_of(campaign, cell)], lycee)
    return told.numerator if isinstance(told, Figure) else 0


def _told(campaign: Campaign, lycee: LyceeCoverage, count: int | None) -> tuple[Told, int]:
    if campaign.measure is CampaignMeasure.PLACES:
        return _places([cell for cell in lycee.cells if _is_of(campaign, cell)], lycee)
    if _keeps(campaign, lycee.publication):
        return Untold.WITHHELD, 0
    if count:
        return Figure(count), 0
    # Nothing told of these days: a zero of who was heard of since they began, and of nobody else.
    if lycee.heard_at is None or _day(lycee.heard_at) < campaign.from_on:
        return Untold.SILENT, 0
    return Figure(0), 0


def _keeps(campaign: Campaign, publication: Publication) -> bool:
    """Whether what is counted is kept today, or some of its days were: facts of those never come after."""
    family = FAMILIES[campaign.measure]
    if family in publication.closed:
        return True
    if campaign.measure in _STATES:
        return False
    first, last = campaign.days
    return any(
        begins <= min(last, publication.today) and (ends is None or ends > first)
        for begins, ends in publication.spans.get(family, ())
    )


def _places(cells: Sequence[Cell], lycee: LyceeCoverage) -> tuple[Told, int]:
    if any(cell.withheld for cell in cells) or (
        not cells and FactFamily.COVERAGE in lycee.publication.closed
    ):
        return Untold.WITHHELD, 0
    counts = [cell.counts for cell in cells if cell.counts is not None]
    if not counts:
        return (Untold.SILENT if lycee.heard_at is None else Untold.UNTOLD), len(cells)
    placed = sum(one.expected - one.without for one in counts)
    return Figure(placed, sum(one.expected for one in counts)), len(cells) - len(counts)


def _is_of(campaign: Campaign, cell: Cell) -> bool:
    first, last = campaign.days
    begins = cell.starts_on is not None and first <= cell.starts_on <= last
    return begins and (not campaign.mefs or cell.mef in campaign.mefs)


def is_behind(campaign: Campaign, one: Progress, today: date) -> bool:
    """Whether a lycée is well under an even pace (en retard sur le rythme), once a third of the days is over.

    Of what was not told, or not all told, nothing is said.
    """
    if campaign.over or not campaign.from_on <= today <= campaign.until_on or not one.missing:
        return False
    share = even_pace(campaign, today)
    told = one.told.numerator if isinstance(one.told, Figure) else 0
    return share >= PACE_FROM and told < one.target * share * PACE_UNDER


def even_pace(campaign: Campaign, day: date) -> float:
    """The part of its days that is over at the end of a day, from 0 to 1."""
    days = (campaign.until_on - campaign.from_on).days + 1
    return min(max((day - campaign.from_on).days + 1, 0), days) / days


def sample_days(campaign: Campaign, today: date) -> Sequence[date]:
    """Days its progress is drawn of: some of those that are over, evenly, and the last one."""
    last = min(today, campaign.until_on)
    count = (last - campaign.from_on).days
    if count < 0:
        return ()
    steps = min(count, SAMPLES - 1) or 1
    days = {campaign.from_on + timedelta(days=round(count * at / steps)) for at in range(steps + 1)}
    return sorted(days)


def share_of(lines: Sequence[Progress], counted: Collection[str]) -> Share | None:
    """How much of what is asked of some lycées was told; None where none of them had told anything."""
    of = [one for one in lines if one.uai in counted]
    found = sum(one.found for one in of)
    target = sum(one.target for one in of)
    if not target or not any(isinstance(one.told, Figure) for one in of):
        return None
    return Share(found, target)


def ends_soon(campaign: Campaign, today: date) -> bool:
    """Whether it ends within a week, and is not over."""
    return not campaign.over and today <= campaign.until_on <= today + DAYS_BEFORE_END


def next_morning(now: datetime) -> datetime:
    """When campaigns are looked at next: each morning, so that none that ends after a week-end is missed."""
    today = now.astimezone(PARIS)
    due = datetime.combine(today.date(), MORNING, PARIS)
    return due if now < due else datetime.combine(today.date() + timedelta(days=1), MORNING, PARIS)


def _day(at: datetime) -> date:
    return at.astimezone(PARIS).date()
