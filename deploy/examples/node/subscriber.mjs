// Reads the facts of a subscription and prints one line for each, until it is stopped.
//
// Run it as the README beside it says. A fact may come twice, after a crash or when the stream was
// filled anew: `id` is the same then, and whoever keeps something remembers it.

import { readFileSync } from "node:fs";
import { jetstream } from "@nats-io/jetstream";
import { connect, nkeyAuthenticator } from "@nats-io/transport-node";

const given = JSON.parse(readFileSync(process.env.SUBSCRIPTION, "utf8"));

const connection = await connect({
  servers: given.server,
  authenticator: nkeyAuthenticator(new TextEncoder().encode(given.nkey_seed)),
  inboxPrefix: given.inbox_prefix,
  maxReconnectAttempts: -1,
});
connection.closed().then((why) => {
  if (why) {
    console.error(`This subscription was revoked, or is another server’s: ${why.message}`);
    process.exit(1);
  }
});

// the reader exists already, with its subjects: it is only pulled; one at a time keeps the order
const reader = await jetstream(connection, { checkAPI: false }).consumers.get(given.stream, given.durable);
for await (const message of await reader.consume({ max_messages: 1 })) {
  const line = {
    id: message.headers.get("ce-id"),
    type: message.headers.get("ce-type"),
    source: message.headers.get("ce-source"),
    data: message.json(),
  };
  console.log(JSON.stringify(line));
  message.ack();
}
