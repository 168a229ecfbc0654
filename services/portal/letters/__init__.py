"""Letters of sign-in (courriels de connexion): each lets one person in, once, for a while."""
