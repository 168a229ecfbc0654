"""Cards of companies (fiches): a company with its contacts, as its page shows it to one bureau."""
