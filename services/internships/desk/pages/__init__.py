"""Pages of the desk: the home page, what the department sees, pupils, and the part of a company's page."""
