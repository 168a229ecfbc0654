"""What the features all stand on: metadata of tables, pieces of forms, texts as they are typed, what reactions and answers are declared into."""
