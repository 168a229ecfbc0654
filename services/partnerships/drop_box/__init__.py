"""The drop box (adresse de dépôt): mails sent to it as a copy are exchanges, once somebody says with which company."""
