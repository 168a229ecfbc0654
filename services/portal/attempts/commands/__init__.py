"""Commands of an attempt: counted before anything is compared, taken back when it was right."""
