"""What a service counts of its own work, for Prometheus.

Labels are few and of fixed lists: the template of a route, an action, a kind of answer; never an
address, an account or an id.
"""

from prometheus_client import CollectorRegistry, Counter, Histogram

ANSWER_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
OUTCOMES = DONE, AGAIN, REFUSED, FAILED = "done", "again", "refused", "failed"


class Metrics:
    """Counters and histograms of one service in this process."""

    def __init__(self, service: str) -> None:
        self._service = service
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "passerelle_requests",
            "Requests answered.",
            ("service", "method", "route", "status"),
            registry=self.registry,
        )
        self._answering = Histogram(
            "passerelle_answer_seconds",
            "Time from a request to the beginning of its answer.",
            ("service", "kind"),
            buckets=ANSWER_SECONDS,
            registry=self.registry,
        )
        self._commands = Counter(
            "passerelle_commands",
            "Commands that came to an outcome: done, again (given the answer it had got), "
            "refused, failed.",
            ("service", "action", "outcome"),
            registry=self.registry,
        )

    def answered(self, *, method: str, route: str, status: int, kind: str, seconds: float) -> None:
        """Count a request whose answer begins."""
        self._requests.labels(self._service, method, route, str(status)).inc()
        self._answering.labels(self._service, kind).observe(seconds)

    def expect(self, action: str) -> None:
        """Begin at zero: the increase of a series that appears with a 1 is never seen."""
        for outcome in OUTCOMES:
            self._commands.labels(self._service, action, outcome)

    def commanded(self, *, action: str, status: int, again: bool) -> None:
        """Count a command that was answered so."""
        self._commands.labels(self._service, action, _outcome(status, again=again)).inc()


def _outcome(status: int, *, again: bool) -> str:
    if status >= 500:
        return FAILED
    if status >= 400:
        return REFUSED
    return AGAIN if again else DONE
