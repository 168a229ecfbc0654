"""Pages of the follow-up of a pupil: what is noted of a stay, and the visit that is planned."""
