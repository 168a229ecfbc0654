"""Tests of the chassis, on a small service of their own: a ledger of entries per lycée."""
