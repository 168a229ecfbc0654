"""The headings of class lists a lycée explained, as a table."""

from services.chassis.files.headings import headings_table
from services.internships.base.metadata import metadata

import_headings = headings_table(metadata)
