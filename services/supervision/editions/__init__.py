"""The editions (éditions): what readers outside the DSDEN are told, dated, the same until the next one."""
