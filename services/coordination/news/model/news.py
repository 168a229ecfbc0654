"""A news item (actualité): proposed by a bureau, published or refused by the supervisor."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from contracts.identifiers import Uai
from services.chassis.base.errors import Conflict, StaleVersion
from services.coordination.news.model.text import NewsText


class NewsStatus(StrEnum):
    """Where a news item is on its way."""

    PROPOSED = "proposed"
    REFUSED = "refused"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


_EDITABLE = frozenset({NewsStatus.PROPOSED, NewsStatus.REFUSED, NewsStatus.WITHDRAWN})
_PUBLISHABLE = frozenset({NewsStatus.PROPOSED, NewsStatus.WITHDRAWN})


@dataclass(frozen=True)
class News:
    """One item as its authors and the supervisor know it; `reason` says why it was refused."""

    id: UUID
    uai: Uai
    text: NewsText | None
    proposed_at: datetime
    changed_at: datetime
    status: NewsStatus = NewsStatus.PROPOSED
    reason: str | None = None
    version: int = 1

    @property
    def may_be_edited(self) -> bool:
        """Whether its text may change: what others read does not change under their eyes."""
        return self.status in _EDITABLE

    def edited(self, version: int, text: NewsText, *, now: datetime) -> "News":
        """Another text, proposed again. Raises StaleVersion, NewsNotEditable."""
        self._expect(version)
        if not self.may_be_edited:
            raise NewsNotEditable
        return replace(self._now(NewsStatus.PROPOSED, now), text=text)

    def published(self, version: int, *, now: datetime) -> "News":
        """Read by the network, for the first time or again. Raises StaleVersion, NewsNotProposed."""
        self._expect(version)
        if self.status not in _PUBLISHABLE:
            raise NewsNotProposed
        return self._now(NewsStatus.PUBLISHED, now)

    def refused(self, version: int, reason: str, *, now: datetime) -> "News":
        """Raises StaleVersion, NewsNotProposed."""
        self._expect(version)
        if self.status is not NewsStatus.PROPOSED:
            raise NewsNotProposed
        return self._now(NewsStatus.REFUSED, now, reason)

    def reconsidered(self, version: int, *, now: datetime) -> "News":
        """No longer refused. Raises StaleVersion, NewsNotRefused."""
        self._expect(version)
        if self.status is not NewsStatus.REFUSED:
            raise NewsNotRefused
        return self._now(NewsStatus.PROPOSED, now)

    def withdrawn(self, version: int, *, now: datetime) -> "News":
        """Read by nobody any more. Raises StaleVersion, NewsNotPublished."""
        self._expect(version)
        if self.status is not NewsStatus.PUBLISHED:
            raise NewsNotPublished
        return self._now(NewsStatus.WITHDRAWN, now)

    def shown_otherwise(self, version: int, *, now: datetime) -> "News":
        """Published still, to others than before. Raises StaleVersion, NewsNotPublished."""
        self._expect(version)
        if self.status is not NewsStatus.PUBLISHED:
            raise NewsNotPublished
        return self._now(NewsStatus.PUBLISHED, now)

    def erased(self, version: int, *, now: datetime) -> "News":
        """Without its text, for good; the id stays. Raises StaleVersion, NewsNotEditable."""
        self._expect(version)
        if not self.may_be_edited:
            raise NewsNotEditable
        return replace(self._now(NewsStatus.ERASED, now), text=None)

    def _expect(self, version: int) -> None:
        if version != self.version:
            current = vars(self.text) if self.text else {}
            raise StaleVersion(current={**current, "version": self.version})

    def _now(self, status: NewsStatus, now: datetime, reason: str | None = None) -> "News":
        return replace(self, status=status, reason=reason, changed_at=now, version=self.version + 1)


class NewsNotEditable(Conflict):
    """The network reads it, or its text is gone."""

    code = "news-not-editable"
    title = "Cette actualité est publiée ou effacée\u202f: retirez-la d’abord"


class NewsNotProposed(Conflict):
    """A news item somebody decided on already."""

    code = "news-not-proposed"
    title = "Cette actualité n’attend plus de décision"


class NewsNotRefused(Conflict):
    """A news item that is not refused, or not any more."""

    code = "news-not-refused"
    title = "Cette actualité n’est pas refusée"


class NewsNotPublished(Conflict):
    """A news item nobody reads."""

    code = "news-not-published"
    title = "Cette actualité n’est pas publiée"
