"""Days of the network in calendars (agenda): meetings, bodies, ends of campaigns, and how much is due on a day."""
