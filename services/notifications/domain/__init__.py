"""Rules of mails: pure functions and values."""
