"""Sites of companies (établissements): added and corrected."""
