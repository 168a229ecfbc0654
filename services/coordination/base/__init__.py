"""What actors, news and feeds all stand on: metadata of tables, pieces of forms, texts as they are typed."""
