"""The public directory of companies (annuaire public), searched by name or number."""
