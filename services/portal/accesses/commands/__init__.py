"""Commands of an access: given, limited, ended, put back, and the person invited for it."""
