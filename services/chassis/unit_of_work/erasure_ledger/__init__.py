"""What was erased, noted as ids outside the databases before each commit."""
