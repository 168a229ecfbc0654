"""Mass changes (changements groupés): one change to many companies, previewed, made in parts, taken back."""
