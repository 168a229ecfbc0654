"""Returns (retours): mails that did not arrive, refused at once or sent back later, and who is told."""
