"""A service as it is declared, and the pages every service has about itself."""
