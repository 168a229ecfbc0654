"""Processes that send to endpoints: the feed from the bus, the sender, one attempt."""
