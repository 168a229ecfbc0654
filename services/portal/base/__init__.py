"""What all features of the portal stand on: metadata of tables, the scope of the whole department, days in Paris."""
