"""Words, days, forms and labels that all features of the registry stand on."""
