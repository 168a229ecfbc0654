"""Rules of the news: states, texts, days."""
