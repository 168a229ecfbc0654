"""Rules of a mail: its state, its reader, why it did not leave, what a mailing hears of it."""
