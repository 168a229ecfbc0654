"""What a bureau can do about its partners: one file per intention."""
