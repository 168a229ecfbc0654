"""Answers of companies (réponses des entreprises): to an action they are asked to, on their own page."""
