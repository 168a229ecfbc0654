"""Parts of the home page (aujourd’hui) about the network, of several features, drawn in one request."""
