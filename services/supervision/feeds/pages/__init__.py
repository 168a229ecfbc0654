"""Routes of the feeds, and what each draws inside and outside the DSDEN."""
