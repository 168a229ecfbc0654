"""Commands of exemptions."""
