"""Phone numbers: read as people write them in France, kept in one form.

The library is loaded at the first number: few commands meet one.
"""

REGION = "FR"
ADVICE = "Ce numéro de téléphone n’est pas valable\u202f: vérifiez-le, par exemple 05 36 49 00 00."


def load_numbers() -> None:
    """Load how numbers of every country are made: otherwise each is read from a file at its first use."""
    from phonenumbers.phonemetadata import PhoneMetadata

    PhoneMetadata.load_all()


def phone_number(text: str) -> str:
    """The number in E.164 (« +33536490000 »). Raises ValueError, in French, when it is not one."""
    import phonenumbers

    digits = "".join(c for c in text if c.isdigit())
    # A spreadsheet that took the number for a quantity dropped its leading zero.
    repaired = f"0{digits}" if len(digits) == 9 and "+" not in text else text
    try:
        number = phonenumbers.parse(repaired, REGION)
    except phonenumbers.NumberParseException:
        raise ValueError(ADVICE) from None
    if not phonenumbers.is_valid_number(number):
        raise ValueError(ADVICE)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown_phone(number: str | None) -> str:
    """A phone as it is read aloud: « 05 36 49 00 00 », with its country when it is not France."""
    import phonenumbers

    if not number:
        return ""
    parsed = phonenumbers.parse(number, REGION)
    national = parsed.country_code == 33
    form = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, form.NATIONAL if national else form.INTERNATIONAL)
