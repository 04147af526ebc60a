"""Pictures and documents that editors upload: cleaned like those of the cases before anything is kept."""

import secrets

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from mentoring.uploads import UploadRefused, clean_upload


class CleanedFile(forms.ModelForm):
    """A form whose `file` is made anew: no metadata, no disguise, a name that tells nobody."""

    def clean_file(self):
        """The cleaned file; a refusal stands beside the field."""
        file = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return file
        try:
            clean = clean_upload(file)
        except UploadRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        name = f"{secrets.token_hex(8)}.{clean.extension}"
        return SimpleUploadedFile(name, clean.content.read(), clean.media_type)


class ImageForm(CleanedFile, BaseImageForm):
    """`WAGTAILIMAGES_IMAGE_FORM_BASE`."""


class DocumentForm(CleanedFile, BaseDocumentForm):
    """`WAGTAILDOCS_DOCUMENT_FORM_BASE`."""
