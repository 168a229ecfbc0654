"""Past days (jours passés): months, moments, and what was known at the end of a day."""
