"""Sign-in (connexion): by a password or the code of a letter, whole or half done."""
