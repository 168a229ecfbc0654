"""Shared plans (plans partagés): what lycées do with a big account, who is in charge, by when, and how far it is."""
