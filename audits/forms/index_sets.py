"""The file of an index set: chosen, looked at, then stored as it was looked at."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from audits.reform_index.files import MOST_BYTES, read_index_set_file
from audits.reform_index.reading import IndexSetFileError, SetData


class IndexSetFileForm(forms.Form):
    """A new file, or the text of one that was shown before.

    Attributes:
        index_set: what the file describes, once the form is valid.
        text: the text of the file, for the form that stores it.
    """

    file = forms.FileField(
        label=_("File of the index set"),
        help_text=_("YAML or JSON, in UTF-8. Nothing is stored before you have looked at it."),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty. Choose another.")},
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,.json"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.index_set: SetData | None = None
        self.text = ""

    def clean_file(self) -> Any:
        """Everything that is wrong with the file is said at once."""
        file = self.cleaned_data["file"]
        content = file.read(MOST_BYTES + 1)
        try:
            self.index_set = read_index_set_file(content)
        except IndexSetFileError as error:
            raise forms.ValidationError(error.findings) from error
        self.text = content.decode("utf-8-sig")
        return file
