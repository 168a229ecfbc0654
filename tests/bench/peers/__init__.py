"""Two CRMs a bureau could pick instead, measured beside Passerelle: same machine, PostgreSQL, client."""
