"""What all features of the internship tracker stand on: metadata of the tables, the local day, registers of reactions, shared pieces of forms and pages."""
