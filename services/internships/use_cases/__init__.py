"""What a lycée can do about its PFMP: one file per intention."""
