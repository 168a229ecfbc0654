"""Letters of needs (courriels d’un besoin): what each says when it leaves, and whether it arrived."""
