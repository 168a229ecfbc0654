"""Needs noted for a company (besoins notés) that told them to a bureau, or to the supervisor."""
