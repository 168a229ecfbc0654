"""Pages of campaigns: the lists, one campaign, its forms, and its part of the home page."""
