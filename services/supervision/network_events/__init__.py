"""Events of the network (faits du réseau): what the DSDEN and bureaux tell of its animation, and its lines of the journal."""
