"""The web side of every service: routes that declare their action, forms, pages, errors."""
