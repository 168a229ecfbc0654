"""Effects of an import (effets): what recording a list did to each company, so that all of it is undone."""
