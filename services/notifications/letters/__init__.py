"""Letters to people outside (courriels aux entreprises, aux familles): what each says, asked when it leaves."""
