"""What every service runs on: transactions, journal, bus, web. It knows no business word."""
