"""Documents for a word processor: texts people wrote with fields in them, filled without a macro."""
