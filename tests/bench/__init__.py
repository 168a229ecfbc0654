"""Each hot path beside its floor, measured in the same run: `make bench`."""
