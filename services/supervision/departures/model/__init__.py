"""Rules of departures: days left, lycées that need help, movements and trend."""
