"""What is sent to keep a document."""

from starlette.datastructures import UploadFile

from services.chassis.web.views.forms import FormModel


class DocumentForm(FormModel):
    """A file to keep."""

    file: UploadFile
