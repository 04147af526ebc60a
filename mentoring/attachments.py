"""Attachments of cases: a checked file and its row come and go together."""

from datetime import timedelta

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.http import FileResponse, Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Attachment, Case, private_storage
from .refusal import Refused
from .uploads import UploadRefused, clean_upload, safe_original_name, stored_name

# A file whose row is being written is younger than this.
ORPHAN_AGE = timedelta(days=1)
FOLDER = "cases"
TRIES = 5


def add_attachment(
    case: Case, file: UploadedFile, *, uploader, version=None, solution=None, message=None
) -> Attachment:
    """Check a file, take everything out of it that tells about its maker, and keep it with the case.

    The bytes are written first and removed again when the row cannot be; what a killed process leaves behind
    is found by `sweep_orphans`. Raises Refused with a sentence for the person, for the field `files`.
    """
    _refuse_when_full(case, uploader)
    try:
        clean = clean_upload(file)
    except UploadRefused as refused:
        raise Refused("invalid", str(refused), field="files") from refused
    storage = private_storage()
    name = storage.save(stored_name(clean.extension), clean.content)
    try:
        return _insert(
            case,
            uploader,
            file=name,
            original_name=safe_original_name(file.name or ""),
            size=clean.content.size,
            media_type=clean.media_type,
            version=version,
            solution=solution,
            message=message,
        )
    except BaseException:
        storage.delete(name)
        raise


def _insert(case: Case, uploader, **fields) -> Attachment:
    for attempt in range(TRIES):
        last = case.attachments.aggregate(last=Max("ordinal"))["last"] or 0
        try:
            with transaction.atomic():
                _refuse_when_full(case, uploader)
                return Attachment.objects.create(case=case, uploader=uploader, ordinal=last + 1, **fields)
        except IntegrityError:
            # Two uploads took the same number at the same moment.
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _refuse_when_full(case: Case, uploader) -> None:
    most = settings.CASE_UPLOADS_MAX
    if case.attachments.filter(uploader=uploader).count() >= most:
        words = _("There are already %(most)s files. Remove one to attach another.") % {"most": most}
        raise Refused("full", words, field="files")


def remove_attachment(attachment: Attachment, *, by) -> None:
    """Take a file back while what it belongs to is not sent yet. Refused afterwards or to others."""
    version, solution = attachment.version, attachment.solution
    open_version = version is not None and version.submitted_at is None
    open_solution = solution is not None and solution.sent_at is None
    if not (open_version or open_solution) or attachment.uploader_id != by.pk:
        raise Refused("state", _("This file was already sent and stays with the case."), field="files")
    name, storage = attachment.file.name, attachment.file.storage
    with transaction.atomic():
        attachment.delete()
        transaction.on_commit(lambda: storage.delete(name))


def serve(attachment: Attachment, name: str) -> FileResponse:
    """The file as a download under `name`, never shown inside the portal. Access was asked before."""
    try:
        content = attachment.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(content, as_attachment=True, filename=name, content_type=attachment.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def sweep_orphans(*, now=None) -> int:
    """Remove stored files older than a day that no row names, and say how many. May run at any time."""
    storage, limit = private_storage(), (now or timezone.now()) - ORPHAN_AGE
    removed = 0
    for names in _folders(storage, FOLDER):
        kept = set(Attachment.objects.filter(file__in=names).values_list("file", flat=True))
        for name in names:
            if name not in kept and storage.get_modified_time(name) < limit:
                storage.delete(name)
                removed += 1
    return removed


def _folders(storage, path: str):
    """The files of each folder below `path`, folder by folder, as full names."""
    try:
        folders, files = storage.listdir(path)
    except FileNotFoundError:
        return
    if files:
        yield [f"{path}/{name}" for name in files]
    for folder in folders:
        yield from _folders(storage, f"{path}/{folder}")
