"""Drawing of mails (mise en page): their texts, with the values put in."""
