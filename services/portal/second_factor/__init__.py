"""The second factor of a sign-in (double authentification): codes of an application, ten recovery codes."""
