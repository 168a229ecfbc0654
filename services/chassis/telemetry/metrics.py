"""What a service counts of its own work, for Prometheus.

Labels are few and of fixed lists: the template of a route, an action, a kind of answer; never an
address, an account or an id.
"""

from prometheus_client import CollectorRegistry, Counter, Histogram

ANSWER_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
UNKNOWN_ROUTE = "unknown"
"""Label of whatever was asked for and does not exist: the address itself would be endless."""


class Metrics:
    """Counters and histograms of one service in this process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "passerelle_requests",
            "Requests answered.",
            ("method", "route", "status"),
            registry=self.registry,
        )
        self.answering = Histogram(
            "passerelle_answer_seconds",
            "Time from a request to the beginning of its answer.",
            ("kind",),
            buckets=ANSWER_SECONDS,
            registry=self.registry,
        )
        self.commands = Counter(
            "passerelle_commands",
            "Commands that came to an outcome: done, again (the answer it had got), refused, "
            "failed, unknown (the database was lost while it committed).",
            ("action", "outcome"),
            registry=self.registry,
        )
