"""Letters to families (courriels aux familles): what the family of a pupil is written, on which morning, and once."""
