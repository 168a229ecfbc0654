"""What is written of news: texts, and pictures."""
