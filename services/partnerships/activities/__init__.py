"""Activities of companies (activités): sectors and trades, and the words people call them by."""
