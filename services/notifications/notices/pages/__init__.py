"""Pages of notices: the centre, and how one wants to hear of each kind."""
