"""The pages of the network: news, proposals, feeds, the directory."""
