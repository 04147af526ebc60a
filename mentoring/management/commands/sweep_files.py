"""`manage.py sweep_files`: removes stored files that belong to nothing."""

from django.core.management.base import BaseCommand

from mentoring.attachments import sweep_orphans


class Command(BaseCommand):
    """A process killed between writing a file and its row leaves a file behind; nothing else does."""

    help = "Removes attachments older than a day that no case names."

    def handle(self, *args, **options):
        self.stdout.write(f"removed: {sweep_orphans()}")
