"""What the demonstration invents from: words, trades, lots drawn from one seed."""
