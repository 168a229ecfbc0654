"""Rules that warn in time: one file each, dated, with its source; `registry` finds them."""
