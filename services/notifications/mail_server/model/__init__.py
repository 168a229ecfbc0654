"""Rules of addresses, of messages, and of what follows an answer."""
