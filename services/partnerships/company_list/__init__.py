"""The list of companies (liste des entreprises): what is asked of it, in which order, page by page."""
