"""Pages of links of needs: the company’s, the actor’s, and what they say to who handles the need."""
