"""`manage.py load_library`: the demonstration library. Safe to repeat."""

from django.core.management.base import BaseCommand

from knowledge_base.loading import load_library
from knowledge_base.shipped import load_library_frame


class Command(BaseCommand):
    """Adds only what is missing."""

    help = "Loads invented resources, solved cases and collections into the library."

    def handle(self, *args, **options):
        load_library_frame()
        added = load_library()
        self.stdout.write("library: " + ", ".join(f"{count} {name}" for name, count in added.items()))
