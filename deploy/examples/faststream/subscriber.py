"""Reads the facts of a subscription and prints one line for each, until it is stopped.

Run it as the README beside it says. A fact may come twice, after a crash or when the stream was
filled anew: `ce-id` is the same then, and whoever keeps something remembers it.
"""

import asyncio
import json
import logging
import os
import sys
from pathlib import Path
from typing import Any

from faststream import AckPolicy, FastStream
from faststream.nats import JStream, NatsBroker, NatsMessage, NatsNKey, PullSub
from nats.js.api import ConsumerConfig

given: dict[str, Any] = json.loads(Path(os.environ["SUBSCRIPTION"]).read_text())

logging.basicConfig(level=logging.INFO)  # beside the facts, on the standard error
log = logging.getLogger("subscriber")


async def on_error(error: Exception) -> None:
    """End when the key opens nothing any more: the subscription was revoked."""
    if "authorization violation" in str(error).lower():
        log.error("This subscription was revoked, or is another server’s.")
        os._exit(1)  # there is nothing to drain: the server has closed


broker = NatsBroker(
    given["server"],
    security=NatsNKey.from_seed(given["nkey_seed"]),
    inbox_prefix=given["inbox_prefix"],
    max_reconnect_attempts=-1,
    logger=log,
    error_cb=on_error,
)


@broker.subscriber(
    # the reader exists already: these are its own subjects, and it is only pulled
    config=ConsumerConfig(filter_subjects=given["subjects"]),
    durable=given["durable"],
    inbox_prefix=f"{given['inbox_prefix']}.".encode(),
    stream=JStream(given["stream"], declare=False),
    # one at a time keeps the order of each lycée's facts; acknowledged once it was handled
    pull_sub=PullSub(batch_size=1),
    ack_policy=AckPolicy.NACK_ON_ERROR,
)
async def on_fact(fact: dict[str, Any], message: NatsMessage) -> None:
    """Do something with a fact: here, say it."""
    line = {
        "id": message.headers["ce-id"],
        "type": message.headers["ce-type"],
        "source": message.headers["ce-source"],
        "data": fact,
    }
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(FastStream(broker, logger=log).run())
