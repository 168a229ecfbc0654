"""Plans of an import (projet de reprise): what each row becomes, judged against the registry."""
