"""Commands of counted pupils."""
