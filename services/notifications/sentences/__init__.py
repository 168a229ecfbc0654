"""Sentences (phrases du lycée): what a lycée adds of its own to a mail that Passerelle writes in its name."""
