"""Documents generated from the code: settings, states."""
