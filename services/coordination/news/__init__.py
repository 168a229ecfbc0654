"""News (actualités): proposed by a bureau, published by the supervisor, read by the network."""
